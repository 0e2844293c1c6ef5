// The limits that tests give the patients they admit: plain thresholds with short delays, because the rungs that an adult
// starts with (hub/alerts/src/limit/adult.rs) wait for minutes, and a test that waits as long tests nothing more. They are
// Limits::thresholds_adult of the same file.
const bounds = (vital, low, high, critical_low, critical_high, delay_s, priority) => ({ vital, low, high, delay_s, priority, critical_low, critical_high });

export const THRESHOLDS = [
  bounds('heart_rate', 40, 130, 30, 160, 60, 'medium'),
  bounds('pulse_rate', 40, 130, 30, 160, 60, 'medium'),
  bounds('spo2', 90, null, 80, null, 15, 'medium'),
  bounds('respiratory_rate', 9, 24, 5, 35, 60, 'medium'),
  bounds('temperature', 35.1, 38.2, null, null, 0, 'high'),
  bounds('systolic', 91, 219, 71, null, 0, 'medium'),
  bounds('mean_arterial', 65, null, 55, null, 0, 'medium'),
  bounds('glucose', 70, 300, 54, null, 0, 'medium'),
];
