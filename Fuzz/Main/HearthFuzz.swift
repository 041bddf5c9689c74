import FuzzSubjects
import Glibc

// libFuzzer brings `main` along and calls this for every input. `scripts/fuzz` builds and runs it.

/// Which reader is tried: the environment's HEARTH_FUZZ_SUBJECT.
private let subject: Subject = {
    let name = getenv("HEARTH_FUZZ_SUBJECT").map { String(cString: $0) } ?? ""
    guard let subject = Subject(rawValue: name) else {
        fatalError("HEARTH_FUZZ_SUBJECT has to be one of \(Subject.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return subject
}()

/// Tries one input; anything found ends the process, which is how libFuzzer learns of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func tryInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do throws(Finding) {
        try subject.check([UInt8](UnsafeBufferPointer(start: start, count: count)))
    } catch {
        fatalError("\(subject.rawValue): \(error)")
    }
    return 0
}
