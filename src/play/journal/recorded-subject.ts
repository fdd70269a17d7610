import { Params } from '../../params/index.ts';
import { parse } from '../../script/index.ts';
import { subjectIn } from '../playbook/action-subject.ts';
import type { ActionRef } from './event.ts';

/** The param that describes a recorded action best: a journal holds only the text of its actions. */
export function recordedSubject({ name, text }: Pick<ActionRef, 'name' | 'text'>): string {
  const [node] = parse(text).actions;
  return node ? subjectIn(name, Params.fromAction(node).toMap()) : '';
}
