// swift-tools-version: 6.2
import PackageDescription

// A package of its own, because unsafe flags in the main one would keep anybody from depending on it.
let fuzzers = [
    "FuzzJSON", "FuzzBase64URL", "FuzzKeySet", "FuzzReport", "FuzzYAML", "FuzzManifest",
    "FuzzAnswer",
]

let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "tokcheck", path: "../..")],
    targets: fuzzers.map { name in
        .executableTarget(
            name: name,
            dependencies: [
                .product(name: "TokenCheck", package: "tokcheck"),
                .product(name: "StrictYAML", package: "tokcheck"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])]
        )
    }
)
