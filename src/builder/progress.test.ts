import { describe, expect, it } from 'vitest';
import { createJsonProgress, createTerminalProgress } from './progress.ts';

function terminal(isTTY: boolean): {
  text: () => string;
  progress: ReturnType<typeof createTerminalProgress>;
} {
  let text = '';
  const stream = { isTTY, columns: 80, write: (more: string) => (text += more) };
  return { text: () => text, progress: createTerminalProgress(stream) };
}

describe('the terminal’s progress', () => {
  it('shows one of the stages that go on together until it ends', () => {
    const { text, progress } = terminal(true);
    progress.step('buildings', 1, 2);
    progress.step('terrain', 1, 3);
    progress.step('buildings', 2, 2);
    progress.step('terrain', 3, 3);
    progress.end();
    const lines = text().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('2/2');
    expect(lines[0]).not.toContain('terrain');
    expect(lines[1]).toContain('3/3');
  });

  it('goes on to a stage that follows although the one before told no end', () => {
    const { text, progress } = terminal(false);
    progress.step('read', 5, null);
    progress.step('assemble', 0, 1);
    progress.step('buildings', 1, 9);
    progress.step('buildings', 2, 9);
    expect(text()).toBe('read …\nassemble …\nbuildings …\n');
  });
});

describe('the progress as JSON lines', () => {
  it('tells every stage’s first and last step, and few between', () => {
    const lines: string[] = [];
    const progress = createJsonProgress((line) => lines.push(line));
    for (let done = 1; done <= 50; done++) {
      progress.step('buildings', done, 50);
      progress.step('terrain', done, 50);
    }
    const events = lines.map((line) => JSON.parse(line) as { stage: string; done: number; total: number });
    const ofTerrain = events.filter(({ stage }) => stage === 'terrain').map(({ done }) => done);
    expect(ofTerrain[0]).toBe(1);
    expect(ofTerrain.at(-1)).toBe(50);
    expect(events.length).toBeLessThan(50);
  });
});
