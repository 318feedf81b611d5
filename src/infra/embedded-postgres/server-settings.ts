/**
 * How a whole data folder is flushed to disk, on initialising it and before a recovery. syncfs took
 * half the time of a thousand single fsyncs, a tenth on a busy machine; only Linux has it.
 */
export const SYNC_METHOD = process.platform === "linux" ? "syncfs" : "fsync";

/**
 * PostgreSQL settings as command-line arguments; later ones win.
 * @param port on 127.0.0.1
 */
export function listServerArguments(options: {
  port: number;
  durable: boolean;
  settings: Record<string, string>;
}): string[] {
  const settings = {
    max_connections: "100",
    shared_buffers: options.durable ? "256MB" : "128MB",
    timezone: "UTC",
    log_timezone: "UTC",
    // The requests are short: compiling them costs more than it gains.
    jit: "off",
    password_encryption: "scram-sha-256",
    // The caller gets every error whole; the log shall stay small and free of customers' rows.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_checkpoints: "off",
    recovery_init_sync_method: SYNC_METHOD,
    ...(options.durable
      ? {}
      : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    ...options.settings,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    logging_collector: "off",
  };
  const pairs = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return [...pairs, "-p", String(options.port)];
}
