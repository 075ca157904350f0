/** Registers an element unless the page already has one by this name: two script files may bring the same. */
export function define(name: string, element: CustomElementConstructor) {
  if (!customElements.get(name)) customElements.define(name, element)
}
