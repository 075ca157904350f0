import { box, disc, fill, line, shadow } from "./shapes.ts"

/** Kitchen and ceramics. */
export const table: Readonly<Record<string, string>> = {
  kettle: [
    shadow(58),
    line("main", 11, "M136 130Q160 122 166 94"),
    line("iron", 7, "M74 92Q70 42 100 42Q130 42 126 92"),
    fill("main", "M58 160Q50 104 80 86H120Q150 104 142 160Q142 168 132 168H68Q58 168 58 160Z"),
    fill("shade", "M120 86Q150 104 142 160Q142 168 132 168H112Q128 126 108 86Z"),
    box("deep", 78, 80, 44, 9, 4),
    disc("wood", 100, 74, 8),
  ].join(""),

  saucepan: [
    shadow(56, 168, 86),
    box("wood", 132, 103, 58, 10, 5),
    fill("main", "M40 104H132V148Q132 166 114 166H58Q40 166 40 148Z"),
    fill("shade", "M104 104H132V148Q132 166 114 166H96Q106 140 104 104Z"),
    fill("pale", "M44 98Q86 66 128 98Z"),
    box("deep", 36, 97, 100, 9, 4),
    disc("iron", 86, 75, 7),
  ].join(""),

  carafe: [
    shadow(44),
    fill("shine", "M86 44H114V72Q140 94 140 130Q140 168 100 168Q60 168 60 130Q60 94 86 72Z"),
    fill("main", "M61 120Q54 168 100 168Q146 168 139 120Q100 132 61 120Z"),
    disc("pale", 100, 121, 39, 7),
    line("deep", 2.5, "M86 44H114V72Q140 94 140 130Q140 168 100 168Q60 168 60 130Q60 94 86 72Z"),
    disc("wood", 100, 36, 16),
    disc("shine", 95, 31, 5),
  ].join(""),

  board: [
    shadow(54, 172),
    fill("wood", "M84 30h32q8 0 8 8v24h14q12 0 12 12v82q0 12-12 12H62q-12 0-12-12V74q0-12 12-12h14V38q0-8 8-8Z"),
    disc("shade", 100, 46, 7),
    line("bark", 1.5, "M66 76V158M82 72Q86 112 80 160M118 72Q112 120 120 160M134 76V158"),
    box("main", 50, 132, 100, 14),
  ].join(""),

  knife: [
    shadow(30, 180),
    fill("steel", "M88 18Q122 50 120 108H88Z"),
    fill("shine", "M88 18Q110 56 108 108H100Q104 60 88 18Z"),
    box("iron", 88, 106, 30, 10, 2),
    fill("main", "M90 116h24q4 26 2 50q-1 10-12 10t-13-10q-2-24-1-50Z"),
    disc("pale", 102, 130, 3) + disc("pale", 102, 156, 3),
  ].join(""),

  mug: [
    shadow(52, 168, 98),
    line("deep", 11, "M132 98h8a22 22 0 0 1 0 44h-10"),
    fill("main", "M56 82H140V148Q140 168 120 168H76Q56 168 56 148Z"),
    fill("shade", "M116 82H140V148Q140 168 120 168H104Q118 140 116 82Z"),
    fill("pale", "M56 82H140V104Q128 114 118 104T98 108T78 104T56 106Z"),
    disc("deep", 98, 82, 42, 9),
  ].join(""),

  bowl: [
    shadow(44),
    fill("main", "M40 92H160Q156 150 118 160V168H82V160Q44 150 40 92Z"),
    fill("shade", "M160 92Q156 150 118 160V168H104Q134 140 136 92Z"),
    disc("deep", 100, 92, 60, 13),
    disc("pale", 100, 94, 52, 9),
    disc("shade", 68, 128, 2) +
      disc("shade", 84, 142, 1.6) +
      disc("shade", 104, 122, 1.8) +
      disc("shade", 78, 112, 1.4),
  ].join(""),

  vase: [
    shadow(44),
    line("leaf", 3, "M100 60V22M100 46Q84 36 80 20M100 44Q118 34 122 18"),
    disc("leaf", 88, 38, 9, 4) + disc("leaf", 114, 38, 9, 4),
    disc("paper", 100, 18, 8) + disc("flame", 100, 18, 3) + disc("pale", 79, 18, 6) + disc("pale", 123, 16, 6),
    fill("main", "M86 58Q90 78 74 94Q54 118 64 150Q70 168 100 168Q130 168 136 150Q146 118 126 94Q110 78 114 58Z"),
    fill("shade", "M114 58Q110 78 126 94Q146 118 136 150Q130 168 100 168Q126 140 112 100Q104 78 106 58Z"),
    disc("deep", 100, 58, 14, 4),
  ].join(""),

  plates: [
    disc("shade", 106, 116, 66),
    disc("deep", 103, 110, 66),
    disc("main", 100, 104, 66),
    disc("shade", 100, 105, 47),
    disc("pale", 100, 103, 46),
    line("shine", 3, "M48 92A54 54 0 0 1 88 51"),
  ].join(""),

  teapot: [
    shadow(54, 168, 94),
    fill("main", "M134 122Q156 114 164 90L176 96Q170 142 134 148Z"),
    line("wood", 7, "M60 100Q62 44 94 44Q126 44 128 100"),
    fill("main", "M44 124Q44 88 94 88Q144 88 144 124Q144 168 94 168Q44 168 44 124Z"),
    fill("shade", "M108 89Q144 94 144 124Q144 168 94 168Q128 150 108 89Z"),
    disc("deep", 94, 92, 28, 7),
    disc("wood", 94, 82, 8),
  ].join(""),
}
