import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countRun, formatCounts } from './count.mjs';

const folder = mkdtempSync(join(tmpdir(), 'spar-count-'));
afterAll(() => rmSync(folder, { recursive: true }));

function count(report, exitCode) {
  const path = join(folder, 'report.json');
  writeFileSync(path, typeof report === 'string' ? report : JSON.stringify(report));
  return formatCounts(countRun(path, exitCode));
}

const report = (passed, failed, files = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: files,
});

describe('countRun', () => {
  it('gives the runner’s own numbers', () => {
    expect(count(report(12, 0), 0)).toBe('12 passed, 0 failed');
    expect(count({ ...report(12, 2), numPendingTests: 3 }, 1)).toBe('12 passed, 2 failed, 3 skipped');
  });

  it('counts a file that did not load as a failure', () => {
    expect(count(report(5, 0, [{ status: 'failed', assertionResults: [] }]), 1)).toBe('5 passed, 1 failed');
    const failedTest = { status: 'failed', assertionResults: [{ status: 'failed' }] };
    expect(count(report(5, 1, [failedTest]), 1)).toBe('5 passed, 1 failed');
  });

  it('never says that nothing failed when the runner did not succeed', () => {
    expect(count(report(5, 0), 1)).toBe('5 passed, 1 failed');
    expect(count(report(0, 0), 0)).toBe('0 passed, 1 failed');
    expect(count('{"numPassed', 0)).toBe('0 passed, 1 failed');
    expect(formatCounts(countRun(join(folder, 'missing.json'), 0))).toBe('0 passed, 1 failed');
  });
});
