// What every component of the console shares: controls, focus, and text for screen readers only.
import {css} from '../lit.js';

export const shared = css`
  *, *::before, *::after { box-sizing: border-box; }
  :host { color: var(--ink); }
  [hidden] { display: none !important; }
  button {
    font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 8px;
    padding: 7px 12px; cursor: pointer; display: inline-flex; align-items: center; gap: 6px; white-space: nowrap;
  }
  button:hover:not(:disabled) { border-color: var(--edge); }
  button:disabled { opacity: .55; cursor: not-allowed; }
  button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
  button.danger { color: var(--bad); border-color: var(--bad); }
  button.danger.primary { background: var(--bad); color: light-dark(#fff, #210604); }
  button.quiet { background: none; border-color: transparent; padding: 5px 8px; }
  button.link { background: none; border: 0; padding: 0; color: var(--accent); text-decoration: underline; text-underline-offset: 2px; }
  :where(input:not([type=checkbox]):not([type=radio])), textarea, select {
    width: 100%; padding: 8px 10px; border: 1px solid var(--edge); border-radius: 8px; background: var(--bg); color: inherit; font: inherit;
  }
  input::placeholder, textarea::placeholder { color: var(--faint); opacity: 1; }
  kbd {
    font: 12px/1.4 var(--mono); color: var(--soft); border: 1px solid var(--line); border-radius: 4px; padding: 0 4px;
  }
  button.primary kbd { color: inherit; border-color: currentColor; }
  .chip {
    display: inline-flex; gap: 6px; align-items: center; white-space: nowrap; padding: 2px 10px; border: 1px solid var(--line);
    border-radius: 99px; font-size: 13px; color: var(--soft); background: var(--panel);
  }
  .icon { width: 1em; height: 1em; flex: none; display: inline-block; vertical-align: -.12em; }
  .seen-by-readers {
    position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0;
  }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  mark { background: var(--mark); color: inherit; border-radius: 2px; }
  @media (pointer: coarse) { button:not(.link) { min-height: 40px; } }
  @media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; } }
`;

/** The sign of a call: weight by colour, and always by its icon and words, too. */
export const signs = css`
  .signs { display: flex; flex-wrap: wrap; gap: 2px 10px; font-size: 12.5px; color: var(--soft); }
  .sign { display: inline-flex; align-items: center; gap: 4px; white-space: nowrap; }
  .sign.warn { color: var(--warn); }
  .sign.bad { color: var(--bad); font-weight: 600; }
`;
