/** What the owner of a database asks before it is written to; it throws when that must not be. */
export type Admit = () => void;

/** Asks once for each time that the lock was taken: as long as one has it, nobody else changes the answer. */
export class Admission {
  readonly #admit: Admit | undefined;
  #epoch: number | undefined;

  constructor(admit: Admit | undefined) {
    this.#admit = admit;
  }

  check(epoch: number): void {
    if (!this.#admit || this.#epoch === epoch) return;
    this.#admit();
    this.#epoch = epoch;
  }
}
