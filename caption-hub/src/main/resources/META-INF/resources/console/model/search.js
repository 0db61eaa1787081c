// Finding calls and words. Pure.

/** True if every word of the query is somewhere in the texts. Digits match through the blanks of a phone number. */
export function matches(texts, query) {
  const hay = texts.filter(Boolean).join('\n').toLocaleLowerCase();
  const digits = hay.replace(/[\s()-]/g, '');
  return query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
    .every((word) => hay.includes(word) || (/^\+?\d{2,}$/.test(word) && digits.includes(word)));
}

/** A text cut at the places where `query` occurs: [{text, hit}]; one piece without hit if it doesn't. */
export function pieces(text, query) {
  const wanted = query.trim().toLocaleLowerCase();
  if (!wanted) return [{text, hit: false}];
  const found = [];
  const lower = text.toLocaleLowerCase();
  // A text whose lower case has another length can't be cut by places found in it.
  if (lower.length !== text.length) return [{text, hit: lower.includes(wanted)}];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) found.push({text: text.slice(from, at), hit: false});
    found.push({text: text.slice(at, at + wanted.length), hit: true});
    from = at + wanted.length;
  }
  if (from < text.length || found.length === 0) found.push({text: text.slice(from), hit: false});
  return found;
}

/** How often a query occurs in a text. */
export function occurrences(text, query) {
  return pieces(text, query).filter((piece) => piece.hit).length;
}
