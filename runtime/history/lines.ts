const NEWLINE = 0x0a

/** One line, without its end; `bytes` is absent where it was longer than anybody may send. */
export interface Line {
  /** From 1. */
  number: number
  bytes?: Buffer
}

/** The lines of a stream, holding no more than `longest` bytes of one in memory. */
export async function* linesOf(stream: AsyncIterable<Buffer>, longest: number): AsyncIterable<Line> {
  let number = 0
  let parts: Buffer[] = []
  let length = 0

  function take(part: Buffer): void {
    length += part.length
    if (length > longest) parts = []
    else if (part.length > 0) parts.push(part)
  }

  function line(): Line {
    number++
    const whole: Line = length > longest ? { number } : { number, bytes: Buffer.concat(parts) }
    parts = []
    length = 0
    return whole
  }

  for await (const chunk of stream) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end))
      yield line()
      start = end + 1
    }
    take(chunk.subarray(start))
  }
  if (length > 0) yield line()
}
