import { type Diagnostic, Mask, type RenderOptions, renderDiagnostic } from '../../src/base/index.ts';
import { columns } from '../../src/cli/terminal/text-width.ts';

/** A diagnostic as a terminal shows it; without other options no secret is known. */
export function draw(diagnostic: Diagnostic, options: Partial<RenderOptions> = {}): string {
  return renderDiagnostic(diagnostic, { mask: new Mask(), columns, ...options });
}
