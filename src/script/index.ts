/**
 * The language: text to tree and back. `parse` never throws, and `print` returns the exact input. This folder
 * does not know the meaning of an action, imports nothing of Node and runs in a browser.
 */
export {
  type Code,
  type Diagnostic,
  type DiagnosticJson,
  HeroError,
  type HeroErrorOptions,
  type Position,
  place,
  Source,
  type Span,
} from '../base/index.ts';
export type { ActionBody } from './body-parser.ts';
export { dedent } from './dedent.ts';
export {
  addArgument,
  insertAction,
  removeAction,
  removeParam,
  renameAction,
  renameParam,
  setParam,
} from './edit.ts';
export { format, plainAction } from './format.ts';
export {
  formatAction,
  formatParams,
  type PlainAction,
  type PlainParam,
  type PlainParams,
} from './format-action.ts';
export { defaultLimits, type Limits } from './limits.ts';
export { keyName } from './name.ts';
export { parse, parseParams } from './parser.ts';
export { print } from './printer.ts';
export { type Token, type TokenKind, tokenKinds, tokens } from './tokens.ts';
export {
  type ActionKind,
  ActionNode,
  ArgumentNode,
  CommentNode,
  type Document,
  type DocumentNode,
  type ItemNode,
  kinds,
  ParamNode,
  ProseNode,
  SkippedNode,
  type SyntaxNode,
  type ValueForm,
} from './tree.ts';
