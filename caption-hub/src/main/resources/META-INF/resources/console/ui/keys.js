// Who a key is for. Focus may stay in a dialog for a frame after it closed (it moves with the next rendering): what is
// pressed in that moment is meant for the page, not for what is gone.

/** A dialog's keydown listener: while it is open, its keys are its own. */
export function keepKeys(event) {
  if (event.currentTarget.open) event.stopPropagation();
}

/** Whether a key pressed at this element is text for it. */
export function isTyping(at) {
  return at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) && at.checkVisibility();
}
