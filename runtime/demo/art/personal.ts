import { box, disc, fill, line, shadow, type Tone } from "./shapes.ts"

const label = (x: number, y: number, width: number, height: number): string => {
  const middle = x + width / 2
  return (
    box("paper", x, y, width, height, 2) +
    line("iron", 2, `M${middle - 10} ${y + height * 0.4}h20`) +
    line("steel", 1.5, `M${middle - 14} ${y + height * 0.65}h28`)
  )
}

const pencil = (tone: Tone, x: number): string =>
  box(tone, x, 74, 14, 94, 1) +
  box("shade", x + 9, 74, 5, 94) +
  fill("wood", `M${x} 75l7-26l7 26Z`) +
  fill("iron", `M${x + 5} 57l2-8l2 8Z`)

/** Bath, stationery and bags. */
export const personal: Readonly<Record<string, string>> = {
  "hand-wash": [
    shadow(44),
    line("iron", 6, "M100 72V50H76V56"),
    box("iron", 90, 64, 20, 22, 3),
    box("main", 64, 84, 72, 84, 12),
    box("shade", 116, 84, 20, 84, 10),
    label(76, 106, 48, 38),
  ].join(""),

  candle: [
    shadow(50),
    fill("flame", "M100 40c11 14 11 26 0 30c-11-4-11-16 0-30Z"),
    line("iron", 2.5, "M100 86V68"),
    fill("main", "M56 86H144V154Q144 168 130 168H70Q56 168 56 154Z"),
    fill("shade", "M122 86H144V154Q144 168 130 168H112Q124 140 122 86Z"),
    disc("pale", 100, 86, 44, 9),
    label(74, 110, 52, 38),
  ].join(""),

  brush: [
    shadow(62, 158),
    line("wood", 11, "M150 82L182 60"),
    line(
      "pale",
      5,
      "M46 100V146M56 100V149M66 100V151M76 100V152M86 100V152M96 100V152M106 100V151M116 100V150M126 100V148M136 100V145",
    ),
    box("main", 34, 76, 118, 30, 15),
    box("shade", 34, 92, 118, 14, 7),
    disc("shine", 80, 84, 30, 3),
  ].join(""),

  oil: [
    shadow(40),
    fill("iron", "M92 34q0-10 8-10t8 10l2 26H90Z"),
    box("steel", 84, 58, 32, 14, 2),
    fill("main", "M68 92Q68 72 88 72H112Q132 72 132 92V156Q132 168 120 168H80Q68 168 68 156Z"),
    box("shade", 114, 76, 18, 92, 9),
    box("shine", 74, 88, 5, 70, 2.5),
    label(82, 104, 38, 40),
  ].join(""),

  soap: [
    shadow(62, 166),
    disc("shine", 62, 78, 9) + disc("shine", 84, 62, 6) + disc("shine", 142, 72, 8) + disc("shine", 122, 56, 4),
    box("deep", 40, 106, 120, 58, 22),
    box("main", 40, 96, 120, 56, 22),
    box("pale", 58, 108, 84, 32, 14),
    line("deep", 2.5, "M84 124h32"),
  ].join(""),

  notebook: [
    shadow(52, 172),
    box("paper", 62, 40, 88, 130, 4),
    box("main", 54, 34, 88, 134, 6),
    fill("shade", "M60 34h10v134H60q-6 0-6-6V40q0-6 6-6Z"),
    label(82, 58, 40, 28),
    line("deep", 4, "M130 35V167"),
  ].join(""),

  pen: [
    fill("shade", "M50 172L140 92l6 4L62 174Z"),
    line("main", 15, "M58 156L108 92"),
    line("deep", 15, "M108 92L124 71"),
    fill("steel", "M117 96L102 85L97 92L112 103Z"),
    fill("steel", "M118 66L152 26L132 78Z"),
    line("iron", 2, "M128 68L143 44"),
    line("shine", 3, "M60 148L98 99"),
  ].join(""),

  tray: [
    shadow(74, 160),
    fill("deep", "M28 118L52 82H148L172 118Z"),
    fill("paper", "M64 116L78 66H116L112 116Z"),
    line("steel", 2, "M82 78h26M80 88h26M77 98h28"),
    line("wood", 6, "M128 112L146 70"),
    fill("main", "M26 114H174V146Q174 158 162 158H38Q26 158 26 146Z"),
    box("shade", 26, 142, 148, 16, 10),
    box("pale", 84, 126, 32, 10, 5),
  ].join(""),

  calendar: [
    box("shade", 52, 42, 104, 132, 4),
    box("paper", 48, 36, 104, 132, 4),
    fill("main", "M52 36H148q4 0 4 4V84H48V40q0-4 4-4Z"),
    disc("pale", 124, 60, 12),
    fill("deep", "M48 84L80 58L104 76L118 68L152 84Z"),
    ...[0, 1, 2, 3].flatMap(row =>
      [0, 1, 2, 3, 4].map(day => disc(row === 1 && day === 3 ? "main" : "steel", 66 + day * 17, 102 + row * 17, 4)),
    ),
  ].join(""),

  pencils: [
    shadow(56, 170),
    pencil("main", 54) + pencil("deep", 73) + pencil("pale", 92) + pencil("main", 111) + pencil("deep", 130),
    box("paper", 48, 112, 102, 30, 3),
    line("iron", 2, "M84 127h30"),
  ].join(""),

  tote: [
    shadow(62, 172),
    line("deep", 6, "M74 90V62a26 28 0 0 1 52 0V90"),
    fill("main", "M46 84H154L162 168H38Z"),
    fill("shade", "M132 84H154L162 168H128Z"),
    box("wood", 88, 112, 24, 16, 2),
    line("shade", 2, "M48 92H152"),
  ].join(""),

  backpack: [
    shadow(56, 172),
    line("iron", 5, "M84 48V42a16 16 0 0 1 32 0v6"),
    box("deep", 44, 92, 18, 62, 9) + box("deep", 138, 92, 18, 62, 9),
    box("main", 54, 46, 92, 124, 30),
    fill("pale", "M54 76q0-30 30-30h32q30 0 30 30v16q-46 16-92 0Z"),
    box("deep", 66, 120, 68, 42, 10),
    line("wood", 6, "M82 84V124M118 84V124"),
    line("shade", 2.5, "M72 130H128"),
  ].join(""),

  weekender: [
    shadow(72),
    line("wood", 7, "M68 104V78Q68 56 100 56Q132 56 132 78V104"),
    box("main", 26, 88, 148, 80, 26),
    fill("wood", "M26 138H174V142Q174 168 148 168H52Q26 168 26 142Z"),
    line("deep", 3, "M46 100H154"),
    box("pale", 88, 112, 24, 15, 2),
    fill("shade", "M148 88q26 0 26 26v28q0 26-26 26h-8q20-40 8-80Z"),
  ].join(""),

  pouch: [
    shadow(60, 164),
    fill("main", "M44 80H156L164 150Q164 162 152 162H48Q36 162 36 150Z"),
    fill("shade", "M38 134H162L164 150Q164 162 152 162H48Q36 162 36 150Z"),
    line("iron", 4, "M50 92H148"),
    line("wood", 5, "M148 92l14 20"),
    box("pale", 54, 112, 30, 12, 2),
  ].join(""),

  wallet: [
    shadow(62, 164),
    box("paper", 58, 54, 82, 44, 5),
    box("pale", 64, 62, 82, 44, 5),
    box("deep", 42, 72, 116, 90, 10),
    box("main", 38, 80, 116, 82, 10),
    box("shade", 38, 136, 116, 26, 10),
    fill("deep", "M154 106H128q-12 0-12 14t12 14h26Z"),
    disc("flame", 129, 120, 5),
  ].join(""),
}
