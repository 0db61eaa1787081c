// Light, dark, or as the system says; kept for this browser.
const KEPT_AS = 'liveline.theme';
const THEMES = ['system', 'light', 'dark'];

/** Puts the kept theme into effect and tells which it is. */
export function theme() {
  const kept = localStorage.getItem(KEPT_AS);
  const now = THEMES.includes(kept) ? kept : 'system';
  if (now === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = now;
  return now;
}

/** From what is seen to the other one. */
export function nextTheme() {
  const now = theme();
  const dark = now === 'dark' || (now === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  localStorage.setItem(KEPT_AS, dark ? 'light' : 'dark');
  theme();
}
