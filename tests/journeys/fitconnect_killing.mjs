// SPDX-License-Identifier: EUPL-1.2
// What the journeys that kill the delivery server have in common.
import pg from 'pg';
import * as walk from './support.mjs';

/** The connection ended without an answer: what was asked may have happened or not. */
export class CutOff extends Error {}

/** A program that uses the server step after step, until it is killed. */
export class KilledWorker {
  constructor(world) {
    Object.assign(this, { world, matters: [], cutOff: 0 });
  }

  async workUntilKilled() {
    try {
      while (!this.world.isOver) await this.step();
    } catch (problem) {
      if (!(problem instanceof CutOff)) {
        this.world.isOver = true;
        throw problem;
      }
      this.cutOff += 1;
    }
  }
}

const postgres = process.env.GORDION_TEST_POSTGRES;
export const postgresIsMissing = postgres ? false : 'GORDION_TEST_POSTGRES names no database';

/** Runs on PostgreSQL in a schema of its own, which goes with it: run({ database }). */
export async function inOwnSchema(name, run) {
  const admin = new pg.Client({ connectionString: postgres });
  await admin.connect();
  const schema = `${name}_${process.pid}`;
  await admin.query(`CREATE SCHEMA ${schema}`);
  try {
    const database = `${postgres}${postgres.includes('?') ? '&' : '?'}options=-csearch_path%3D${schema}`;
    await run({ database });
  } finally {
    walk.cleanUp();
    await admin.query(`DROP SCHEMA ${schema} CASCADE`);
    await admin.end();
  }
}
