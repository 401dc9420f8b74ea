const words = JSON.parse(document.body.dataset.words);

/** A label of the page's language, filled in: `label('invitationSent', { name })`. */
export function label(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}
