const lastButton = (item: Element | null | undefined): HTMLElement | undefined =>
  [...(item?.querySelectorAll('button') ?? [])].at(-1);

/**
 * Takes the focus from an item of a list that is about to go away, where it would be lost: to the button that removes a
 * neighbour, which stands last in it, else to `instead`.
 */
export function focusNeighbour(item: Element | null, instead: HTMLElement | null | undefined): void {
  const next = lastButton(item?.nextElementSibling) ?? lastButton(item?.previousElementSibling) ?? instead;
  next?.focus();
}
