import HearthCore

/// Lays the sources over each other, later ones on top, and gathers what is wrong with them.
struct ConfigurationReader {
    let keys: [ConfigurationKey]
    private(set) var values: [String: ConfigurationValue]
    private(set) var problems: [ConfigurationProblem] = []

    /// - Parameter keys: the table; tests give their own.
    init(keys: [ConfigurationKey] = ConfigurationTable.keys) {
        self.keys = keys
        values = Dictionary(
            keys.map { ($0.name, ConfigurationValue(key: $0, text: $0.standard, source: .standard)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    mutating func read(_ file: ConfigurationFile) {
        var lines: [String: Int] = [:]
        for (line, assignment) in file.assignments() {
            let source = ConfigurationSource.file(path: file.path, line: line)
            guard let assignment else {
                problems.append(.notAnAssignment(source: source))
                continue
            }
            if let first = lines.updateValue(line, forKey: assignment.key) {
                problems.append(.setTwice(key: assignment.key, firstLine: first, source: source))
            }
            set(assignment, source)
        }
    }

    /// Takes the variables that begin with HEARTH_, in the order of their names.
    mutating func read(environment: [String: String]) {
        let own = environment.filter { $0.key.hasPrefix(ConfigurationKey.environmentPrefix) && !ServiceLink.made($0.key, $0.value) }
        for (variable, text) in own.sorted(by: { $0.key < $1.key }) {
            let source = ConfigurationSource.environment(variable: variable)
            if let key = keys.first(where: { $0.environment == variable }) {
                set(key, text, source)
            } else {
                let nearest = NearestName.of(variable, among: keys.map(\.environment))
                problems.append(.unknownKey(variable, nearest: nearest, source: source))
            }
        }
    }

    /// Takes texts of the form `KEY=VALUE`; of two for one key the last holds.
    mutating func read(flags: [String]) {
        for flag in flags {
            if let assignment = Assignment(Substring(flag)) {
                set(assignment, .flag)
            } else {
                problems.append(.notAnAssignment(source: .flag))
            }
        }
    }

    private mutating func set(_ assignment: Assignment, _ source: ConfigurationSource) {
        if let key = keys.first(where: { $0.name == assignment.key }) {
            set(key, assignment.value, source)
        } else {
            let nearest = NearestName.of(assignment.key, among: keys.map(\.name))
            problems.append(.unknownKey(assignment.key, nearest: nearest, source: source))
        }
    }

    private mutating func set(_ key: ConfigurationKey, _ text: String, _ source: ConfigurationSource) {
        let value = ConfigurationValue(key: key, text: text, source: source)
        if key.accepts(text) {
            values[key.name] = value
        } else {
            problems.append(value.problem)
        }
    }
}
