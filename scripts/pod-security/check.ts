import type { PodToJudge, Violation } from './pod-fields.ts';

/** One control of the Pod Security Standards, by the minors of its policy. */
export interface Check {
  readonly name: string;
  /** The first minor that has it. */
  readonly since: number;
  /** Controls of `baseline` that it takes the place of in `restricted`, from that minor on. */
  readonly instead?: readonly string[];
  readonly judge: (pod: PodToJudge, minor: number) => readonly Violation[];
}
