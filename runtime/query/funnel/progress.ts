/**
 * How far one session or visitor came on a funnel: for each step reached, the latest time at which somebody who is there
 * can have begun, epoch ms. Whoever began later has more time left, so nothing else need be remembered.
 */
export type Progress = number[]

/**
 * Takes the next event in, no earlier than those before.
 * @param at when it happened, epoch ms
 * @param takes whether it takes the step with this index
 * @param steps how many the funnel has
 * @param within ms from the first step to the last
 */
export function advance(
  progress: Progress,
  at: number,
  takes: (step: number) => boolean,
  steps: number,
  within: number,
): void {
  // The last step first: an event that takes several steps takes only one of them on the same way.
  for (let step = Math.min(progress.length, steps - 1); step >= 0; step--) {
    const began = step === 0 ? at : progress[step - 1]!
    if (at - began <= within && takes(step)) progress[step] = began
  }
}
