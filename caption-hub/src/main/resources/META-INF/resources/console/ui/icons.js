// Signs and buttons, drawn: a font's own symbols differ from machine to machine. 16 × 16, in the colour of the text.
import {html, svg} from '../lit.js';

const SHAPES = {
  person: svg`<path d="M8 1.5 1.8 13.6h12.4z"/><path d="M8 6v3.6M8 11.6v.2"/>`,
  silent: svg`<circle cx="8" cy="8" r="6" stroke-dasharray="2.2 2.5"/>`,
  ringing: svg`<circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>`,
  transfer: svg`<path d="M1.5 8h11M9 4l4 4-4 4"/>`,
  cut: svg`<circle cx="4" cy="12" r="2"/><circle cx="12" cy="12" r="2"/><path d="M5 10.4 11.5 2M11 10.4 4.5 2"/>`,
  muted: svg`<path d="M5.8 3.4A2.2 2.2 0 0 1 10.2 4v3.2M10.2 9A2.2 2.2 0 0 1 5.8 8V6M3.5 8a4.5 4.5 0 0 0 7.6 3.2M12.4 9.2q.1-.6.1-1.2M8 12.5V15M2 1.5l12 13"/>`,
  headset: svg`<path d="M2.5 10V8a5.5 5.5 0 0 1 11 0v2M2.5 9.5h2v3.5h-2zM11.5 9.5h2v3.5h-2zM13 13q0 1.8-3.5 1.8"/>`,
  monitor: svg`<path d="M1.5 8q6.5-8.5 13 0q-6.5 8.5-13 0z"/><circle cx="8" cy="8" r="1.9"/>`,
  coach: svg`<path d="M2 3h12v8H7.5l-3.5 3v-3H2z"/><path d="M5 6h6M5 8.3h4"/>`,
  ended: svg`<path d="M2 10.5q6-5 12 0l-1.6 2-2.6-1V9.4q-1.8-.5-3.6 0v2.1l-2.6 1z"/>`,
  tool: svg`<circle cx="8" cy="8" r="2.2"/><path d="M8 1.5v2.3M8 12.2v2.3M1.5 8h2.3M12.2 8h2.3M3.4 3.4 5 5M11 11l1.6 1.6M12.6 3.4 11 5M5 11l-1.6 1.6"/>`,
  done: svg`<path d="m2.5 8.5 3.5 3.5 7.5-8"/>`,
  failed: svg`<path d="m3.5 3.5 9 9M12.5 3.5l-9 9"/>`,
  waiting: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.8"/>`,
  live: svg`<circle cx="8" cy="8" r="4.5" fill="currentColor"/>`,
  caller: svg`<circle cx="8" cy="5" r="2.8"/><path d="M2.5 14q0-5 5.5-5t5.5 5"/>`,
  assistant: svg`<rect x="2.5" y="5" width="11" height="8" rx="2"/><path d="M8 5V2M6 8.7v.6M10 8.7v.6"/>`,
  agent: svg`<path d="M2.5 10V8a5.5 5.5 0 0 1 11 0v2M2.5 9.5h2v3.5h-2zM11.5 9.5h2v3.5h-2zM13 13q0 1.8-3.5 1.8"/>`,
  search: svg`<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 4 4"/>`,
  back: svg`<path d="M14 8H3M7 4 3 8l4 4"/>`,
  down: svg`<path d="M8 2v11M4 9l4 4 4-4"/>`,
  large: svg`<path d="M1.5 13 5 3.5 8.5 13M2.7 10h4.6M10 13l2.2-6 2.3 6M10.8 11h2.9"/>`,
  theme: svg`<circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor"/>`,
  keys: svg`<rect x="1.5" y="4" width="13" height="8.5" rx="1.5"/><path d="M4 7h.1M6.7 7h.1M9.3 7h.1M12 7h.1M5 10h6"/>`,
  out: svg`<path d="M6 2H2.5v12H6M10 4.5 13.5 8 10 11.5M13 8H6"/>`,
  details: svg`<circle cx="8" cy="8" r="6"/><path d="M8 7.2V11M8 4.9v.2"/>`,
  file: svg`<path d="M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11"/>`,
};

export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"
    stroke-linejoin="round" aria-hidden="true">${SHAPES[name]}</svg>`;
}
