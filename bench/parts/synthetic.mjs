// SPDX-License-Identifier: EUPL-1.2
// What the writers of synthetic messages share: the same bytes for the same size, on every machine.

/** A small generator of numbers (mulberry32), because Math.random cannot be told where to begin. */
export function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export const words = ('Antrag Amt Gemeinde Frist Nachweis Person Unterlage Gebühr Straße Bescheid müssen ' +
  'können stellen erhalten prüfen zuständig persönlich elektronisch rechtzeitig außerdem').split(' ');
export const sentence = (next, count) =>
  Array.from({ length: count }, () => words[next(words.length)]).join(' ');
export const pad = (number, length) => String(number).padStart(length, '0');
