// Server-sent events, parsed from text as it arrives (WHATWG HTML, "Interpreting an event stream"). The page reads SSE
// with fetch, not EventSource: it can then send its token in a header, and see the comments that prove the line alive.

/** Feed it pieces of text; it returns what they completed: {event, data, id} or {comment}. */
export class EventStreamParser {
  #rest = '';
  #event = '';
  #data = [];
  #id = '';

  push(text) {
    const found = [];
    this.#rest += text;
    // A CR at the very end may be half of a CRLF: it waits for the next piece.
    const lines = this.#rest.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line, found);
    return found;
  }

  #line(line, found) {
    if (line === '') {
      if (this.#data.length) found.push({event: this.#event || 'message', data: this.#data.join('\n'), id: this.#id});
      this.#event = '';
      this.#data = [];
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) {
      found.push({comment: line.slice(1).trim()});
      return;
    }
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
  }
}
