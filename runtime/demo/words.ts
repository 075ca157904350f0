/** The words the catalogue is made of: what the shop sells, under which brands, in which colours. */

export interface Noun {
  /** What it is called, e.g. `Table Lamp`. */
  name: string
  /** The drawing in `art/` that shows it. */
  form: string
  /** Price range in whole US dollars. */
  from: number
  to: number
}

export interface Category {
  name: string
  brands: readonly string[]
  /** Five each: times ten series makes fifty products. */
  nouns: readonly Noun[]
}

const noun = (name: string, form: string, from: number, to: number): Noun => ({ name, form, from, to })

export const CATEGORIES: readonly Category[] = [
  {
    name: "Lighting",
    brands: ["Nordhage", "Atelier Brume", "Lumo Works", "Halvard"],
    nouns: [
      noun("Table Lamp", "table-lamp", 79, 240),
      noun("Pendant", "pendant", 95, 320),
      noun("Floor Lamp", "floor-lamp", 180, 520),
      noun("Wall Light", "wall-light", 70, 190),
      noun("Lantern", "lantern", 38, 110),
    ],
  },
  {
    name: "Furniture",
    brands: ["Halvard", "Oakline", "Studio Tern", "Maison Pli"],
    nouns: [
      noun("Lounge Chair", "lounge-chair", 390, 1290),
      noun("Stool", "stool", 95, 260),
      noun("Side Table", "side-table", 140, 420),
      noun("Shelf", "shelf", 160, 640),
      noun("Bench", "bench", 220, 580),
    ],
  },
  {
    name: "Kitchen",
    brands: ["Copperline", "Brava", "Kettle & Co", "Tillverk"],
    nouns: [
      noun("Kettle", "kettle", 48, 160),
      noun("Saucepan", "saucepan", 42, 150),
      noun("Carafe", "carafe", 24, 68),
      noun("Cutting Board", "board", 22, 78),
      noun("Chef's Knife", "knife", 38, 185),
    ],
  },
  {
    name: "Ceramics",
    brands: ["Kiln Row", "Terra Sõna", "Mudlark", "Atelier Brume"],
    nouns: [
      noun("Mug", "mug", 14, 32),
      noun("Bowl", "bowl", 16, 44),
      noun("Vase", "vase", 28, 130),
      noun("Plate Set", "plates", 48, 140),
      noun("Teapot", "teapot", 42, 118),
    ],
  },
  {
    name: "Textiles",
    brands: ["Lanefield", "Maison Pli", "Wool & Weft", "Ostra"],
    nouns: [
      noun("Throw", "throw", 58, 190),
      noun("Cushion", "cushion", 28, 84),
      noun("Rug", "rug", 120, 690),
      noun("Towel Set", "towels", 32, 96),
      noun("Bed Linen", "linen", 88, 260),
    ],
  },
  {
    name: "Bath",
    brands: ["Salt Hour", "Verbena & Rye", "Ostra", "Fell Botanics"],
    nouns: [
      noun("Hand Wash", "hand-wash", 9, 24),
      noun("Scented Candle", "candle", 18, 64),
      noun("Bath Brush", "brush", 12, 34),
      noun("Body Oil", "oil", 19, 58),
      noun("Soap Bar", "soap", 6, 14),
    ],
  },
  {
    name: "Stationery",
    brands: ["Field Office", "Papier Nord", "Inkwell Lane", "Graf"],
    nouns: [
      noun("Notebook", "notebook", 8, 28),
      noun("Fountain Pen", "pen", 24, 160),
      noun("Desk Tray", "tray", 22, 72),
      noun("Wall Calendar", "calendar", 14, 32),
      noun("Pencil Set", "pencils", 9, 26),
    ],
  },
  {
    name: "Bags",
    brands: ["Carrier Goods", "Ridge & Rove", "Lanefield", "Portmanteau"],
    nouns: [
      noun("Tote", "tote", 24, 140),
      noun("Backpack", "backpack", 68, 240),
      noun("Weekender", "weekender", 120, 380),
      noun("Pouch", "pouch", 16, 48),
      noun("Wallet", "wallet", 28, 96),
    ],
  },
  {
    name: "Audio",
    brands: ["Tonlab", "Hush Audio", "Studio Tern", "Varna"],
    nouns: [
      noun("Speaker", "speaker", 99, 540),
      noun("Headphones", "headphones", 79, 390),
      noun("Turntable", "turntable", 220, 890),
      noun("Radio", "radio", 64, 240),
      noun("Earbuds", "earbuds", 39, 180),
    ],
  },
  {
    name: "Garden",
    brands: ["Greenhalgh", "Terra Sõna", "Spade & Sons", "Fell Botanics"],
    nouns: [
      noun("Planter", "planter", 18, 120),
      noun("Watering Can", "watering-can", 24, 78),
      noun("Trowel", "trowel", 12, 36),
      noun("Bird Feeder", "feeder", 22, 64),
      noun("Fire Bowl", "fire-bowl", 120, 420),
    ],
  },
]

/** Families of products across the shop; each category carries ten of them. */
export const SERIES: readonly string[] =
  `Alder Aster Birch Bramble Cedar Clover Cove Drift Dune Elm Ember Fern Fjord Gale Grove Harbor Heath Hollow
  Iris Isla Juno Kelp Lark Linden Loam Marsh Mesa Moor Nook Orla Pebble Pike Plover Quill Reed Rowan Sable
  Skerry Sorrel Spruce Tarn Thistle Umber Vale Wick Willow Wren Yarrow Yew Zephyr`.split(/\s+/)

/** Colours a product comes in; the drawings are shaded from them. */
export const COLOURS: readonly { name: string; hex: string }[] = [
  { name: "Sage", hex: "#9caf94" },
  { name: "Clay", hex: "#c98b6b" },
  { name: "Ochre", hex: "#d9a441" },
  { name: "Ink", hex: "#44566c" },
  { name: "Oat", hex: "#d8c7a9" },
  { name: "Fog", hex: "#a9b4bc" },
  { name: "Plum", hex: "#8d6479" },
  { name: "Moss", hex: "#6f7f52" },
  { name: "Rust", hex: "#b25b3c" },
  { name: "Sky", hex: "#8fb4cf" },
  { name: "Rose", hex: "#d69c9a" },
  { name: "Teal", hex: "#4f8a8b" },
]
