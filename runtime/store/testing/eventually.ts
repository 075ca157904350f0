/** Waits until something is so, asking again and again; a test that waits in vain ends by its own time limit. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await Bun.sleep(5)
}
