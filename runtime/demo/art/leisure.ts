import { box, disc, fill, line, shadow } from "./shapes.ts"

/** Audio and garden. */
export const leisure: Readonly<Record<string, string>> = {
  speaker: [
    shadow(50),
    box("main", 56, 34, 88, 134, 14),
    fill("shade", "M122 34h8q14 0 14 14V154q0 14-14 14h-8Z"),
    disc("deep", 100, 120, 35) + disc("iron", 100, 120, 30) + disc("steel", 100, 120, 10),
    disc("deep", 100, 64, 17) + disc("iron", 100, 64, 13) + disc("steel", 100, 64, 4),
    line("shine", 2, "M80 108A24 24 0 0 1 94 97"),
  ].join(""),

  headphones: [
    shadow(52, 172),
    line("iron", 5, "M52 116V104a48 54 0 0 1 96 0V116"),
    line("main", 13, "M57 82a46 46 0 0 1 86 0"),
    box("deep", 54, 108, 18, 56, 9) + box("deep", 128, 108, 18, 56, 9),
    box("main", 36, 104, 28, 64, 14) + box("main", 136, 104, 28, 64, 14),
    box("shade", 154, 110, 10, 52, 5),
    box("shine", 42, 116, 4, 38, 2),
  ].join(""),

  turntable: [
    box("shade", 30, 54, 148, 120, 10),
    box("main", 26, 46, 148, 120, 10),
    box("deep", 26, 152, 148, 14, 7),
    disc("iron", 86, 102, 46),
    line("steel", 0.8, "M86 66a36 36 0 0 1 36 36M86 74a28 28 0 0 1 28 28M50 102a36 36 0 0 0 36 36"),
    disc("pale", 86, 102, 15) + disc("iron", 86, 102, 2.5),
    disc("steel", 152, 64, 9),
    line("paper", 4, "M152 64V108L126 130"),
    disc("pale", 152, 138, 6),
  ].join(""),

  radio: [
    shadow(66),
    line("steel", 3, "M132 74L160 26"),
    line("wood", 6, "M58 72V58q0-8 8-8h48q8 0 8 8V72"),
    box("main", 32, 70, 136, 98, 18),
    box("shade", 32, 150, 136, 18, 9),
    disc("deep", 76, 118, 34),
    line("pale", 2.5, "M54 106H98M48 118H104M54 130H98"),
    box("paper", 122, 88, 34, 20, 3),
    line("flame", 2.5, "M138 90V106"),
    disc("iron", 129, 132, 8) + disc("iron", 150, 132, 8),
  ].join(""),

  earbuds: [
    shadow(54, 172),
    line("paper", 12, "M82 106L74 62M118 106L126 62"),
    disc("paper", 68, 56, 17, 15) + disc("paper", 132, 56, 17, 15),
    disc("steel", 56, 58, 6, 9) + disc("steel", 144, 58, 6, 9),
    box("deep", 46, 92, 108, 40, 20),
    fill("main", "M46 108H154V136Q154 170 120 170H80Q46 170 46 136Z"),
    fill("shade", "M130 108H154V136Q154 170 120 170H112Q134 146 130 108Z"),
    disc("flame", 100, 128, 3.5),
  ].join(""),

  planter: [
    shadow(46, 172),
    fill(
      "leaf",
      "M100 110Q54 96 50 44Q92 58 100 110ZM100 110Q146 96 152 50Q108 62 100 110ZM100 110Q80 62 100 18Q120 62 100 110Z",
    ),
    line("shade", 2, "M100 106V36M98 104Q80 84 64 60M102 104Q122 84 138 66"),
    fill("main", "M60 110H140L132 158Q131 170 120 170H80Q69 170 68 158Z"),
    fill("shade", "M118 110H140L132 158Q131 170 120 170H108Q118 142 118 110Z"),
    box("deep", 54, 102, 92, 14, 4),
  ].join(""),

  "watering-can": [
    shadow(56, 170, 96),
    line("deep", 8, "M62 104Q26 92 34 130Q40 152 62 148"),
    line("deep", 6, "M74 92Q98 56 122 92"),
    line("main", 10, "M130 146Q150 136 164 98"),
    fill("deep", "M150 96L178 86L182 98L156 106Z"),
    fill("main", "M58 96Q58 90 64 90H130Q136 90 136 96L140 158Q140 168 130 168H64Q54 168 54 158Z"),
    fill("shade", "M114 90H130Q136 90 136 96L140 158Q140 168 130 168H108Q120 130 114 90Z"),
    disc("deep", 97, 91, 36, 5),
  ].join(""),

  trowel: [
    shadow(34, 178),
    fill("steel", "M100 176Q70 152 76 104Q100 92 124 104Q130 152 100 176Z"),
    fill("shade", "M100 176Q130 152 124 104Q112 97 100 97Z"),
    line("iron", 7, "M100 100V82"),
    box("main", 88, 22, 24, 60, 12),
    box("shade", 100, 22, 12, 60, 8),
    box("wood", 88, 68, 24, 8),
  ].join(""),

  feeder: [
    line("iron", 2.5, "M100 4V46"),
    box("pale", 62, 80, 76, 62, 2),
    box("shade", 118, 80, 20, 62),
    disc("iron", 94, 108, 13),
    fill("main", "M40 88L100 40L160 88Z"),
    fill("shade", "M100 40L160 88H128Z"),
    box("wood", 44, 140, 112, 11, 4),
    fill("deep", "M140 140q-12-20 6-26q4-10 14-6l8 5l-8 3q2 18-10 24Z"),
    disc("paper", 157, 113, 1.8),
  ].join(""),

  "fire-bowl": [
    shadow(56, 176),
    fill("flame", "M100 28Q138 72 128 112H72Q60 84 82 66Q86 82 94 78Q88 50 100 28Z"),
    fill("paper", "M102 70Q120 92 114 112H88Q82 96 96 90Q102 84 102 70Z"),
    line("iron", 6, "M70 146L58 176M130 146L142 176"),
    fill("main", "M32 110H168Q160 156 100 156Q40 156 32 110Z"),
    fill("shade", "M168 110Q160 156 100 156Q136 140 140 110Z"),
    box("deep", 28, 104, 144, 10, 5),
  ].join(""),
}
