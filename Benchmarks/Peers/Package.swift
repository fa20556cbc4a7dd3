// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Peers",
    dependencies: [.package(url: "https://github.com/vapor/jwt-kit", from: "5.0.0")],
    targets: [
        .executableTarget(
            name: "JWTKitPeer", dependencies: [.product(name: "JWTKit", package: "jwt-kit")])
    ]
)
