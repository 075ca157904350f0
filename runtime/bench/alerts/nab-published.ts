/** Raw scores of one file, before they are set between nothing and perfection. */
export interface PublishedScores {
  standard: number
  "low false positives": number
}

export type PublishedDetector = "windowed Gaussian" | "Twitter ADVec"

/** What the benchmark's authors publish for all of their 58 files (NAB 1.0, README). */
export const PUBLISHED_OVERALL: Readonly<Record<PublishedDetector, PublishedScores>> = {
  "windowed Gaussian": { standard: 39.6, "low false positives": 20.9 },
  "Twitter ADVec": { standard: 47.1, "low false positives": 33.6 },
}

/** Of a file: windowed Gaussian, standard and low false positives; then Twitter ADVec, the same. */
const ROWS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  "artificialNoAnomaly/art_daily_no_noise": [0, 0, -0.88, -1.76],
  "artificialNoAnomaly/art_daily_perfect_square_wave": [0, 0, -0.88, -1.76],
  "artificialNoAnomaly/art_daily_small_noise": [0, 0, -0.88, -1.76],
  "artificialNoAnomaly/art_flatline": [0, 0, 0, 0],
  "artificialNoAnomaly/art_noisy": [0, 0, 0, 0],
  "artificialWithAnomaly/art_daily_flatmiddle": [-1, -1, 0.533242, 0.098516],
  "artificialWithAnomaly/art_daily_jumpsdown": [-1, -1, 0.360986, -0.277343],
  "artificialWithAnomaly/art_daily_jumpsup": [-1, -1, 0.760614, 0.760614],
  "artificialWithAnomaly/art_daily_nojump": [-1, -1, 0.340222, -0.319218],
  "artificialWithAnomaly/art_increase_spike_density": [-1, -1, 0.465515, -0.003219],
  "artificialWithAnomaly/art_load_balancer_spikes": [-0.692445, -2.342445, 0.743708, 0.630288],
  "realAWSCloudwatch/ec2_cpu_utilization_24ae8d": [-1.266679, -2.394908, -0.606679, -1.074908],
  "realAWSCloudwatch/ec2_cpu_utilization_53ea38": [-0.141423, -0.471218, -0.361629, -0.911629],
  "realAWSCloudwatch/ec2_cpu_utilization_5f5533": [-2, -2, -0.350998, -0.350998],
  "realAWSCloudwatch/ec2_cpu_utilization_77c1ca": [-1, -1, -0.372321, -1.116327],
  "realAWSCloudwatch/ec2_cpu_utilization_825cc2": [0.956538, 0.956538, 0.630813, 0.630813],
  "realAWSCloudwatch/ec2_cpu_utilization_ac20cd": [0.860672, 0.860672, 0.799495, 0.783868],
  "realAWSCloudwatch/ec2_cpu_utilization_c6585a": [-1.32, -2.64, -0.88, -1.76],
  "realAWSCloudwatch/ec2_cpu_utilization_fe7f93": [0.638758, 0.528758, -1.792496, -2.452496],
  "realAWSCloudwatch/ec2_disk_write_bytes_1ef3de": [-4.190897, -9.316192, -1.899837, -2.799674],
  "realAWSCloudwatch/ec2_disk_write_bytes_c0d644": [-1.095999, -3.090973, -1.760536, -2.420048],
  "realAWSCloudwatch/ec2_network_in_257a54": [0.860672, 0.860672, 0.750672, 0.640672],
  "realAWSCloudwatch/ec2_network_in_5abac7": [-3.521932, -8.975056, 0.950015, 0.183511],
  "realAWSCloudwatch/elb_request_count_8c0756": [-0.138449, -0.138449, 1.495956, 1.275956],
  "realAWSCloudwatch/grok_asg_anomaly": [2.379422, 2.049422, -2.130969, -2.981527],
  "realAWSCloudwatch/iio_us-east-1_i-a2eb1cd9_NetworkIn": [-2, -2, -2, -2],
  "realAWSCloudwatch/rds_cpu_utilization_cc0c53": [-0.138449, -0.138449, 1.410587, 1.098072],
  "realAWSCloudwatch/rds_cpu_utilization_e47b3b": [-0.138449, -0.138449, -0.793671, -1.448893],
}

/**
 * What the benchmark publishes of a detector on one file, at the threshold that was best for it on all of them.
 * @param file as in the labels, e.g. `artificialNoAnomaly/art_noisy.csv`
 */
export function published(detector: PublishedDetector, file: string): PublishedScores | undefined {
  const row = ROWS[file.replace(/\.csv$/, "")]
  if (!row) return undefined
  const [standard, careful] = detector === "windowed Gaussian" ? row.slice(0, 2) : row.slice(2)
  return { standard: standard!, "low false positives": careful! }
}
