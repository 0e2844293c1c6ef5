/** The two identifiers, typed again from the wristband before someone acts for a patient. */
export interface TwoIdentifiers {
  medical_record_number: string;
  birth_date: string;
}

const plain = (text: string): string => text.trim().toLowerCase();

/** Which of the two differ from the patient's; an empty field differs. */
export function differing(typed: TwoIdentifiers, of: TwoIdentifiers): (keyof TwoIdentifiers)[] {
  const names = ['medical_record_number', 'birth_date'] as const;
  return names.filter((name) => plain(typed[name]) === '' || plain(typed[name]) !== plain(of[name]));
}
