// Tokens: few, named by role, each pair chosen for AA contrast on the surfaces it is used on. Components read only these.
// They stand on the outermost element (the console, or an embedded <live-captions>) and are inherited by all within; a page
// that embeds one overrides any of them by a rule of its own, `live-captions { --accent: … }`.
import {css} from '../lit.js';

export const tokens = css`
  :host {
    --bg: light-dark(#f6f7f9, #0e1116);
    --panel: light-dark(#fff, #161b22);
    --raised: light-dark(#fff, #1c222b);
    --line: light-dark(#e3e6ea, #262d36);
    --edge: light-dark(#8a939e, #6b7684);
    --ink: light-dark(#14181f, #e8ecf1);
    --soft: light-dark(#55606c, #a3adb8);
    --faint: light-dark(#616b76, #929daa);
    --accent: light-dark(#0b5fff, #6ea0ff);
    --on-accent: light-dark(#fff, #0b1220);
    --accent-soft: light-dark(#e7efff, #16233d);
    --caller: light-dark(#7a3e00, #ffc98a);
    --caller-bg: light-dark(#fff4e5, #2a2015);
    --assistant: light-dark(#0a4d8c, #9cc9f5);
    --assistant-bg: light-dark(#eaf3fc, #13212f);
    --agent: light-dark(#1d6b3a, #8fd6a8);
    --agent-bg: light-dark(#e8f6ed, #12261a);
    --warn: light-dark(#8f5200, #f0b35a);
    --warn-bg: light-dark(#fff6e6, #2a2113);
    --bad: light-dark(#b3261e, #ff8a80);
    --bad-bg: light-dark(#fdecea, #311917);
    --ok: light-dark(#1d6b3a, #8fd6a8);
    --mark: light-dark(#ffe58a, #5b4a00);
    --radius: 10px;
    --s1: 4px;
    --s2: 8px;
    --s3: 12px;
    --s4: 16px;
    --s5: 24px;
    --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
    --sans: -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", system-ui, sans-serif;
    font: 15px/1.45 var(--sans);
  }
`;
