import FoundationEssentials
import Glibc

/// Where and when a run took place.
struct Machine {
    let text: String
    let date: String
    /// The load average of the last minute before the run.
    let load: String

    static func here() -> Machine {
        let model = line("model name", of: "/proc/cpuinfo", after: ":") ?? "unknown processor"
        let kernel = read("/proc/sys/kernel/osrelease").map(trimmed) ?? "?"
        let memory = line("MemTotal", of: "/proc/meminfo", after: ":").flatMap { Int($0.prefix { $0 != " " }) } ?? 0
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        return Machine(
            text: "\(model), \(cores) cores, \((memory + 524_288) / 1_048_576) GiB, Linux \(kernel)",
            date: Date().formatted(.iso8601), load: loadAverage())
    }

    static func loadAverage() -> String { read("/proc/loadavg").map { String($0.prefix { $0 != " " }) } ?? "?" }

    /// The resident memory of a process in kB; nil when it cannot be seen.
    static func residentMemory(of process: pid_t) -> Int? {
        line("VmRSS", of: "/proc/\(process)/status", after: ":").flatMap { Int($0.prefix { $0 != " " }) }
    }

    /// Seconds of processor time a process has used; nil when it cannot be seen.
    static func processorTime(of process: pid_t) -> Double? { status(of: process).map { $0.used / ticks } }

    /// The same with the processes it has started, running or ended; nil when it cannot be seen.
    static func processorTime(withChildrenOf process: pid_t) -> Double? {
        guard let own = status(of: process) else { return nil }
        let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
        let children = numbers.compactMap { status(of: $0) }.filter { $0.parent == process }
        return children.reduce(own.used + own.usedByEnded) { $0 + $1.used } / ticks
    }

    private static var ticks: Double { Double(sysconf(Int32(_SC_CLK_TCK))) }

    /// The parent, and ticks of processor time: of a process and of its children that have ended.
    private static func status(of process: pid_t) -> (parent: pid_t, used: Double, usedByEnded: Double)? {
        // The name in the second field may hold anything but ends with the last bracket (proc(5)).
        guard let text = read("/proc/\(process)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[end...].split(separator: " ")
        guard fields.count > 15, let parent = pid_t(fields[2]) else { return nil }
        let times = fields[12...15].compactMap { Double($0) }
        guard times.count == 4 else { return nil }
        return (parent, times[0] + times[1], times[2] + times[3])
    }

    /// Every connection is a file: takes what the system allows.
    static func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    static func read(_ path: String) -> String? {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func line(_ name: String, of path: String, after separator: Character) -> String? {
        guard let line = read(path)?.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
            let end = line.firstIndex(of: separator)
        else { return nil }
        return trimmed(String(line[line.index(after: end)...]))
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
