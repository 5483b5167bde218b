// SPDX-License-Identifier: EUPL-1.2
// What is looked at on every page: axe with the rules of WCAG 2.2 AA, and a screen of 320 px.
import assert from 'node:assert/strict';

const axe = (await import('axe-core').catch(() => undefined))?.default;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Why it cannot be looked at here, or false. For the option `skip` of a test. */
export const axeIsMissing = !axe && 'axe-core is not installed (npm ci)';

/** Looks at pages and collects what is wrong with them, so that one run names everything. */
export class PageInspection {
  constructor(page) {
    this.page = page;
    this.problems = [];
  }

  async look(name) {
    await this.#runAxe(name);
    await this.#makeNarrow(name);
  }

  async open(path) {
    await this.page.goto(path);
    await this.look(path);
  }

  async end() {
    await this.page.context().close();
    assert.deepEqual(this.problems, []);
  }

  async #runAxe(name) {
    await this.page.evaluate(axe.source);
    const { violations } = await this.page.evaluate(
      (tags) => globalThis.axe.run({ runOnly: tags }),
      rules,
    );
    for (const { id, impact, nodes } of violations) {
      this.problems.push(`${name}: ${id} (${impact}): ${nodes.map((node) => node.html).join(' ')}`);
    }
  }

  async #makeNarrow(name) {
    const size = this.page.viewportSize();
    await this.page.setViewportSize({ width: 320, height: 640 });
    const [needed, given] = await this.page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    if (needed > given) this.problems.push(`${name}: ${needed} px wide on a screen of ${given} px`);
    await this.page.setViewportSize(size);
  }
}
