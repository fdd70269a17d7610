export { type Code, codes } from './codes.ts';
export { type Diagnostic, place } from './diagnostic.ts';
export { HeroError, type HeroErrorOptions, isHeroError } from './hero-error.ts';
export { editDistance, nearest } from './nearest.ts';
export { columns, type RenderOptions, renderDiagnostic } from './render.ts';
export { show, visible } from './show.ts';
export { type Position, Source, type Span } from './source.ts';
