import { box, disc, fill, line, shadow } from "./shapes.ts"

/** Lighting, furniture and textiles. */
export const living: Readonly<Record<string, string>> = {
  "table-lamp": [
    shadow(46),
    box("iron", 97, 98, 6, 60),
    disc("wood", 100, 162, 30, 8),
    fill("main", "M72 44h56l22 56H50Z"),
    fill("shade", "M112 44h16l22 56h-28Z"),
    disc("pale", 100, 100, 50, 6),
  ].join(""),

  pendant: [
    line("iron", 2, "M100 0V60"),
    box("wood", 91, 56, 18, 14, 4),
    fill("main", "M100 68C60 68 44 104 44 126H156C156 104 140 68 100 68Z"),
    fill("shade", "M100 68C140 68 156 104 156 126H128C128 100 118 76 100 68Z"),
    disc("deep", 100, 126, 56, 8),
    disc("flame", 100, 127, 26, 4),
  ].join(""),

  "floor-lamp": [
    shadow(42, 174, 84),
    disc("iron", 84, 170, 28, 6),
    line("iron", 4, "M84 168V52Q84 26 110 26"),
    fill("main", "M100 26h36l20 42H80Z"),
    fill("shade", "M122 26h14l20 42h-24Z"),
    disc("pale", 118, 68, 38, 5),
  ].join(""),

  "wall-light": [
    box("wood", 52, 66, 20, 76, 10),
    line("iron", 5, "M72 104H104"),
    disc("main", 130, 104, 38),
    fill("shade", "M130 66A38 38 0 0 1 130 142A58 58 0 0 0 130 66Z"),
    disc("shine", 118, 90, 11),
  ].join(""),

  lantern: [
    shadow(48),
    line("iron", 4, "M80 58a20 24 0 0 1 40 0"),
    box("shine", 68, 66, 64, 90, 4),
    box("paper", 88, 112, 24, 44, 3),
    fill("flame", "M100 84c9 11 9 20 0 24c-9-4-9-13 0-24Z"),
    line("deep", 4, "M68 66V156M132 66V156M100 66V78"),
    fill("main", "M80 50h40l16 20H64Z"),
    box("main", 60, 154, 80, 14, 4),
  ].join(""),

  "lounge-chair": [
    shadow(66, 174),
    line("bark", 6, "M62 140L54 172M138 140L146 172"),
    box("main", 54, 44, 92, 84, 26),
    box("shade", 54, 92, 92, 36, 8),
    box("pale", 52, 100, 96, 30, 13),
    box("deep", 54, 124, 92, 20, 8),
    box("main", 36, 88, 24, 56, 12),
    box("main", 140, 88, 24, 56, 12),
    fill("shade", "M152 88a12 12 0 0 1 12 12v32a12 12 0 0 1-12 12Z"),
  ].join(""),

  stool: [
    shadow(56, 172),
    line("bark", 6, "M100 92V166"),
    line("wood", 7, "M74 90L58 170M126 90L142 170"),
    line("wood", 4, "M66 134H134"),
    disc("deep", 100, 88, 48, 13),
    disc("main", 100, 80, 48, 13),
    disc("shine", 88, 77, 22, 4),
  ].join(""),

  "side-table": [
    shadow(48, 174),
    disc("deep", 100, 168, 34, 8),
    box("main", 93, 80, 14, 88, 3),
    box("shade", 100, 80, 7, 88),
    disc("bark", 100, 80, 60, 14),
    disc("wood", 100, 74, 60, 14),
    box("pale", 106, 52, 20, 20, 5),
    line("pale", 3, "M126 57h4a5 5 0 0 1 0 10h-4"),
  ].join(""),

  shelf: [
    shadow(66, 174),
    line("iron", 5, "M48 30V172M152 30V172"),
    box("wood", 42, 66, 116, 8, 2),
    box("wood", 42, 112, 116, 8, 2),
    box("wood", 42, 156, 116, 8, 2),
    box("main", 58, 34, 12, 32, 1) + box("deep", 71, 38, 10, 28, 1) + box("pale", 82, 32, 13, 34, 1),
    fill("leaf", "M126 52Q108 44 112 28Q126 34 126 52Q128 30 144 30Q144 48 126 52Z"),
    box("deep", 117, 50, 18, 16, 3),
    disc("main", 76, 98, 16, 14) + box("main", 71, 80, 10, 12, 3),
    box("pale", 108, 100, 38, 12, 2) + box("deep", 112, 90, 30, 10, 2),
    box("main", 60, 128, 50, 28, 4) + line("shade", 3, "M78 138h14"),
  ].join(""),

  bench: [
    shadow(74, 174),
    line("bark", 7, "M46 118L40 172M154 118L160 172"),
    box("wood", 26, 106, 148, 14, 4),
    box("main", 32, 88, 136, 20, 10),
    line("shade", 2, "M77 90V106M123 90V106"),
    box("shine", 40, 91, 120, 4, 2),
  ].join(""),

  throw: [
    shadow(64),
    box("deep", 42, 132, 116, 34, 12),
    box("main", 42, 104, 116, 32, 12),
    box("pale", 42, 76, 116, 32, 12),
    line("shade", 3, "M62 77V107M70 77V107M62 105V135M70 105V135M62 133V165M70 133V165"),
    line("pale", 2.5, "M132 164v12M138 164v12M144 164v12M126 164v12"),
  ].join(""),

  cushion: [
    shadow(58, 168),
    fill("main", "M50 58Q100 46 150 58Q160 108 150 160Q100 168 50 160Q40 108 50 58Z"),
    fill("shade", "M150 58Q160 108 150 160Q100 168 50 160Q124 150 150 58Z"),
    line("pale", 2.5, "M58 66Q100 56 142 66Q150 108 142 152Q100 159 58 152Q50 108 58 66Z"),
  ].join(""),

  rug: [
    fill("shade", "M54 66H146L182 166H18Z"),
    fill("main", "M54 62H146L180 160H20Z"),
    line("pale", 3, "M61 72H139L166 150H34Z"),
    fill("deep", "M100 82L124 110L100 140L76 110Z"),
    fill("pale", "M100 94L114 110L100 128L86 110Z"),
    line(
      "paper",
      2,
      "M30 161l-2 10M50 161l-2 10M70 161l-1 10M90 161v10M110 161v10M130 161l1 10M150 161l2 10M170 161l2 10",
    ),
  ].join(""),

  towels: [
    shadow(60),
    box("deep", 44, 134, 112, 34, 15),
    box("main", 44, 100, 112, 36, 16),
    box("pale", 44, 66, 112, 36, 16),
    line("shade", 2.5, "M58 84h84M58 118h84M58 151h84"),
    box("paper", 92, 66, 16, 102),
    box("shade", 92, 134, 16, 34),
  ].join(""),

  linen: [
    shadow(72, 170),
    box("paper", 48, 52, 104, 56, 22),
    box("shade", 48, 84, 104, 24, 12),
    fill("main", "M28 112Q100 98 172 112V158Q172 168 162 168H38Q28 168 28 158Z"),
    fill("pale", "M28 112Q100 98 172 112V132Q100 118 28 132Z"),
    line("shade", 2, "M70 130Q66 150 72 166M126 129Q134 148 128 166"),
  ].join(""),
}
