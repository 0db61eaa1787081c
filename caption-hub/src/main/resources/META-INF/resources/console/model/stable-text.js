// How much of a partial may be read as settled. Speech recognition revises its last words while it hears more; a reader
// is helped by knowing which words hold. A prefix is firm when two revisions in a row agree on it (local agreement), and
// the last word never is: it may still grow ("Tues" → "Tuesday").

/** The words of a text with their places: [{word, start, end}]. */
export function words(text) {
  return [...text.matchAll(/\S+/gu)].map((m) => ({word: m[0], start: m.index, end: m.index + m[0].length}));
}

/** How many words both texts begin with, punctuation and case aside: "Yes, I" and "yes I" agree on two. */
export function commonPrefixWords(a, b) {
  const left = words(a);
  const right = words(b);
  let n = 0;
  while (n < left.length && n < right.length && bare(left[n].word) === bare(right[n].word)) n++;
  return n;
}

/** Length in characters of the firm prefix of `text`, given the revision before it and how much of that was firm. */
export function firmLength(previous, previousFirm, text, final) {
  if (final) return text.length;
  if (previous === undefined) return 0;
  const list = words(text);
  const agreed = Math.min(commonPrefixWords(previous, text), list.length - 1);
  if (agreed <= 0) return 0;
  const reached = list[agreed - 1].end;
  // What was firm stays firm for as long as it is unchanged, even at the very end of a text that shrank.
  return text.startsWith(previous.slice(0, previousFirm)) ? Math.max(reached, Math.min(previousFirm, text.length)) : reached;
}

/** [firm, soft] parts of an utterance's text; the blank between them is firm, so that it carries no mark. */
export function split({text, firm}) {
  const at = text.length - text.slice(firm).trimStart().length;
  return [text.slice(0, at), text.slice(at)];
}

const LINE = 32;
const STEP = 12;

/**
 * The end of a text that is still growing, for a line too short for all of it. It moves on a few words at a time: what moved with
 * every word could not be read.
 */
export function newest(text) {
  if (text.length <= LINE) return text;
  let from = Math.ceil((text.length - LINE) / STEP) * STEP;
  const word = text.slice(from).search(/(?<=\s)\S/u);
  if (word > 0) from += word;
  else if (/[\uDC00-\uDFFF]/.test(text[from])) from++;
  return `…${text.slice(from)}`;
}

function bare(word) {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') || word;
}
