// The color scheme: the system's, or the one that was chosen.

const themes = ['system', 'light', 'dark'];

function storedTheme() {
  try {
    return localStorage.getItem('ec2-compat-theme') ?? 'system';
  } catch {
    return 'system';
  }
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId('theme').textContent = { system: '\u25d0', light: '\u25cb', dark: '\u25cf' }[theme];
  byId('theme').setAttribute('aria-label', `Color scheme: ${theme}`);
  byId('theme').title = byId('theme').getAttribute('aria-label');
  try {
    localStorage.setItem('ec2-compat-theme', theme);
  } catch {
    // Some browsers have no storage for files.
  }
}

function nextTheme() {
  const now = themes.indexOf(document.documentElement.dataset.theme);
  setTheme(themes[(now + 1) % themes.length]);
}

function beginTheme() {
  byId('theme').addEventListener('click', nextTheme);
  setTheme(themes.includes(storedTheme()) ? storedTheme() : 'system');
}
