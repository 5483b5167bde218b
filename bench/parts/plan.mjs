// SPDX-License-Identifier: EUPL-1.2
// Reuse plans: one administration to the optimum, a Kreis and Germany by prices, each beside the
// same model given to CBC in one piece, with the same judge.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const pieceSeconds = 600;

export function measurePlan({ add, root }) {
  const binary = process.env.GORDION_PLAN_BENCH ?? join(root, 'build/release/gordion_plan_bench');
  const told = (...words) =>
    JSON.parse(execFileSync(binary, words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  const s = (ms) => `${(ms / 1000).toFixed(2)} s`;
  const gap = (of) => `${of.gap_percent.toFixed(3)} %`;
  const one = told('one', '055540008', '60');
  add(`plan of one administration (${one.variables} variables), gap ${gap(one)}`, s(one.ms), '', '',
    '< 1 s, optimal', one.ms < 1000 && one.proven);
  const rows = [['a Kreis', '05554'], ['Germany', '00']];
  for (const [name, area] of rows) {
    const priced = told('prices', area, '300');
    const piece = told('piece', area, String(area === '00' ? pieceSeconds : 60));
    const said = piece.offers > 0 ? `${s(piece.ms)}, gap ${gap(piece)}` : `no plan: ${piece.finding || 'out of time'}`;
    add(`plan of ${name} (${priced.variables} variables) by prices, gap ${gap(priced)}`, s(priced.ms), said,
      (piece.ms / priced.ms).toFixed(1), 'gap ≤ 0.1 %, 10 times faster', priced.gap_percent <= 0.1 && piece.ms > 10 * priced.ms);
  }
}
