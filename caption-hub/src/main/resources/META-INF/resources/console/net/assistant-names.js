// What assistants are called. Calls carry an id; assistant-admin tells the name to whoever may see calls.

const KEPT_MS = 10 * 60_000;
const AGAIN_AFTER_FAILURE_MS = 60_000;

/** Asks for one at a time and only for those it was asked for: the page goes without until then. Events: `change`. */
export class AssistantNames extends EventTarget {
  #session;
  #known = new Map();
  #wanted = new Set();
  #asking = false;

  constructor(session) {
    super();
    this.#session = session;
  }

  /** The name as far as it is known; an assistant that has none, or is none of assistant-admin's, never gets one. */
  of(id) {
    if (!id) return undefined;
    const known = this.#known.get(id);
    if (!known || known.dueAt <= Date.now()) this.#ask(id);
    return known?.name;
  }

  /** Whoever signs in next asks in their own name. */
  forget() {
    this.#known.clear();
    this.#wanted.clear();
  }

  async #ask(id) {
    this.#wanted.add(id);
    if (this.#asking) return;
    this.#asking = true;
    for (const wanted of this.#wanted) {
      const before = this.#known.get(wanted)?.name;
      const told = await this.#told(wanted, before);
      // Signed out meanwhile: it is not for who comes next.
      if (!this.#wanted.delete(wanted)) continue;
      this.#known.set(wanted, told);
      if (told.name !== before) this.dispatchEvent(new Event('change'));
    }
    this.#asking = false;
  }

  async #told(id, before) {
    try {
      const {name} = await this.#session.json(`/assistants/${encodeURIComponent(id)}/name`);
      return {name, dueAt: Date.now() + KEPT_MS};
    } catch (failure) {
      const refused = failure.status >= 400 && failure.status < 500 && failure.status !== 429;
      return refused ? {dueAt: Date.now() + KEPT_MS} : {name: before, dueAt: Date.now() + AGAIN_AFTER_FAILURE_MS};
    }
  }
}
