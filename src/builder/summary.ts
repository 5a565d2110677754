/** What a person reads when a build is done. */
import type { BuildResult } from './build.ts';

const MOST_REASONS = 12;

/** Gives the summary of a build as lines of text. */
export function summarise(result: BuildResult): string {
  const { report, out } = result;
  const lines = [`${report.name} → ${out}`];
  for (const source of report.sources) {
    lines.push(`  ${source.file}  ${source.format}, ${source.crs}; ${source.heights}`);
    if (source.read > 0) {
      lines.push(
        `    ${source.read} read = ${source.buildings} buildings + ${source.parts} parts + ${source.ground} ground` +
          ` + ${source.components} components + ${source.dropped} dropped + ${source.passed} passed over`,
      );
    }
    for (const note of source.notes) lines.push(`    ${note}`);
  }
  lines.push(`  elevation: ${report.elevation}`);
  const counts = Object.entries(report.counts).map(([what, count]) => `${what} ${count}`);
  lines.push(`  ${counts.join(', ')}`);
  for (const action of ['dropped', 'mended', 'warning', 'passed'] as const) {
    const reasons = Object.entries(report.reasons[action]).sort((a, b) => b[1] - a[1]);
    if (reasons.length === 0) continue;
    const shown = reasons.slice(0, MOST_REASONS).map(([reason, count]) => `${reason} ${count}`);
    if (reasons.length > MOST_REASONS) shown.push('…');
    lines.push(`  ${action}: ${shown.join(', ')}`);
  }
  const sizes = Object.entries(report.sizes).map(
    ([part, size]) => `${part} ${(size.bytesGz / 1e6).toFixed(2)} MB (${size.files} files)`,
  );
  const total = Object.values(report.sizes).reduce((sum, size) => sum + size.bytesGz, 0);
  lines.push(`  sizes as sent: ${sizes.join(', ')}; together ${(total / 1e6).toFixed(2)} MB`);
  lines.push(
    `  ${(report.timings.total ?? 0).toFixed(1)} s; every dropped and mended feature: ${out}/report.json`,
  );
  return `${lines.join('\n')}\n`;
}
