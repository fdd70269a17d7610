import { describe, expect, it } from 'vitest';
import { newSession } from '../../../../src/index.ts';
import { type JournalRecord, readJournal, type Session } from '../../../../src/play/index.ts';
import { countRun, stateOf } from '../../../../src/play/journal/timeline.ts';
import { readTimeline } from '../../../../src/play/journal/timeline-reader.ts';
import { useWorld } from '../../../support/cli.ts';
import { playResumed } from '../../../support/played.ts';

useWorld();

async function recordsOf(session: string): Promise<readonly JournalRecord[]> {
  return (await readJournal(`hero-home/contexts/default/sessions/${session}/journal.jsonl`)).records;
}

describe('readTimeline', () => {
  it('understands a run that was cut off anywhere', async () => {
    await playResumed();
    const records = await recordsOf('deploy');
    for (let length = 0; length <= records.length; length++) {
      const { state, runs } = readTimeline(records.slice(0, length));
      const last = records[length - 1];
      const ended = last?.type === 'ended' ? last.status : 'interrupted';
      expect(state).toBe(length === 0 ? 'not played' : ended);
      expect(runs).toHaveLength(Math.min(length, 1));
      const entries = runs.flatMap(run => run.openings.flatMap(opening => opening.entries));
      const statuses = entries.map(({ status }) => status);
      expect(statuses).not.toContain('open');
      const started = records.slice(0, length).filter(({ type }) => type === 'started' || type === 'skipped');
      expect(entries.length).toBeLessThanOrEqual(started.length);
      // Only the last one can be unknown: actions are played one after the other.
      const known = statuses.slice(0, -1);
      expect(known.filter(status => status === 'in doubt' || status === 'interrupted')).toEqual([]);
    }
    const [run] = readTimeline(records).runs;
    expect(run && [stateOf(run), countRun(run)]).toEqual(['done', { played: 8, failed: 1, skipped: 0 }]);
  });

  it('what is idempotent is interrupted by a cut, what is not is in doubt', async () => {
    await playResumed();
    const records = await recordsOf('deploy');
    const statusAt = (name: string) => {
      const at = records.findIndex(record => record.type === 'started' && record.action.name === name);
      return readTimeline(records.slice(0, at + 1)).runs[0]?.openings[0]?.entries.at(-1);
    };
    expect(statusAt('config.set')).toMatchObject({ effect: 'idempotent', status: 'interrupted' });
    expect(statusAt('exec.run')).toMatchObject({ effect: 'once', status: 'in doubt' });
  });

  it('actions of a module that did not come back are in doubt', async () => {
    const play = async (session: Session) => {
      for (const action of session.playbook.find({ filter: 'site.*' })) action.done = true;
    };
    const actors = [{ name: 'site', filter: 'site.*', play }];
    await newSession({ sessionName: 'site', playbookText: '!!site.define\n!!site.page', actors, run: true });
    const records = await recordsOf('site');
    const at = records.findIndex(({ type }) => type === 'entered');
    const statuses = (length: number) =>
      readTimeline(records.slice(0, length)).runs[0]?.openings[0]?.entries.map(({ name, status }) => [
        name,
        status,
      ]);
    expect(statuses(at + 1)).toEqual([
      ['site.define', 'in doubt'],
      ['site.page', 'in doubt'],
    ]);
    expect(statuses(records.length)).toEqual([
      ['site.define', 'done'],
      ['site.page', 'done'],
    ]);
  });

  it('never tells the answer of a secret question', async () => {
    const session = await newSession({
      sessionName: 'secret',
      playbookText: "!!play.ask name:pin question:'Which PIN?' secret:true",
      ask: async () => 'open-sesame-9731',
    });
    await session.run();
    const timeline = readTimeline(await recordsOf('secret'));
    expect(timeline.runs[0]?.openings[0]?.entries[0]?.questions).toEqual([
      { id: 'pin', text: 'Which PIN?', secret: true, answer: '[secret]', from: 'person' },
    ]);
    expect(JSON.stringify(timeline)).not.toContain('open-sesame');
  });
});
