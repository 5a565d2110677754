/** Reads vitest's JSON report into counts; a missing, broken or empty report is a failure. */
import { readFileSync } from 'node:fs';

/** Counts a parsed report. A file that failed without a failed test in it (it did not load) counts as one failure. */
export function countReport(report) {
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Gives the counts of a report file; `exitCode` is the runner's own. Never gives "0 failed" for a run that did not succeed. */
export function countRun(reportPath, exitCode) {
  let counts;
  try {
    counts = countReport(JSON.parse(readFileSync(reportPath, 'utf8')));
  } catch {
    counts = { passed: 0, failed: 1, skipped: 0 };
  }
  if (counts.failed === 0 && (exitCode !== 0 || !(counts.passed > 0))) counts.failed = 1;
  return counts;
}

/** `12 passed, 0 failed`, with the skipped ones only if there are any. */
export function formatCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
