public import Foundation
import StrictJSON

/// Files of the project that tests read, found from where this source file lay when it was compiled.
public enum TestFiles {
    /// The folder of the package.
    public static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The bytes of a file below the package's folder.
    public static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }

    /// The text of a file below the package's folder, without white space around it.
    public static func text(_ path: String) throws -> String {
        String(decoding: try bytes(path), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The sorted paths of all files below a folder, relative to the package's folder.
    public static func paths(below folder: String, suffix: String = "") throws -> [String] {
        let start = root.appending(path: folder)
        guard let walk = FileManager.default.enumerator(atPath: start.path) else {
            throw TestFault("no folder \(folder)")
        }
        let names = walk.compactMap { $0 as? String }
        return names.filter { name in
            var isFolder: ObjCBool = false
            let path = start.appending(path: name).path
            return name.hasSuffix(suffix)
                && FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted().map { "\(folder)/\($0)" }
    }
}

/// Why a test cannot be made.
public struct TestFault: Error, CustomStringConvertible {
    /// The reason.
    public let description: String

    /// Makes a fault.
    public init(_ description: String) { self.description = description }
}
