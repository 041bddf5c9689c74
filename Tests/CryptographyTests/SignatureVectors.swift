/// Made by Python's `cryptography`: signatures of `message`, in hex.
enum SignatureVectors {
    static let message = "what was signed"

    static let rsaKey = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwA8rmo8F46/mbgvnEe5R
        Wqgp8HfzojrUOSA752PUPNe6B4FT60RA25rQP6oPpABERI0frVOFVcaSalPr7xUA
        mit61s7aC4NEQk7967ozkEWUzL2Zbhk1xEITESLH0+rGOGgMvi5Wzl1oRCGqZE52
        ut0Ti6gO1z8RW7eJPGFM3PV95bKF/p6rEzlXGpzvbUpXDiUO/0bK5asuhLM63V4h
        azZ3jNWH09j4lon3RLdvyOa1YHa+OKQ59PivnNYRsqNe7810/EpFDvdR+toxr0hl
        qD46SU+2AEWLAd/ikP0/kTfYdWhsBWYlWOMkpc2RWFLDjgicnTd0sIhqi3XlwxCT
        UwIDAQAB
        -----END PUBLIC KEY-----
        """

    static let rsaSignature =
        "3291e792ec995f0e1c2ca93453bd2bf05395c799baf3de307d2ed166ce4e8137ccf48120d20132a08032ca7c40ddda84c8bc02515ec86b"
        + "537493bbb54268f357272800982b035e1b2c698242881df6a8afea77a74956d49d6cd08de8510b8af30c40ea00dcf86cf727a15def5543"
        + "d18b3ee50b1501f8f5b2f495f624ed01029d428894aa03c8ff8b8526116c7631693b705350db741e51cc0628e7387fbd2d81ca40fe64f4"
        + "8cfe02c994ef38f4bb1ec9d30280301a773e7d3f69ec07e97639efec8369bc0f18673c675291c4fdbb348699c91d4caf479ce2afd16431"
        + "f7f7576376096184b1010ba5c052c76781ae94b73ef11c4cb4c19095e08881a924da8793"

    static let p256Key = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7zStYynQt8i/yyg9gmD4s7BE1dPY
        WmH9wsa5oIcXYSfuuk4l3ko8j8f5MSLTuwzpNyHH5rpk4oXptKJEGSOrbQ==
        -----END PUBLIC KEY-----
        """

    static let p256Signature =
        "5fa5c6fa070e79a15d6462644f105307b7cce398facd2b602753b6e2fe5b0eb4d5f072ddd4e3948ec2695b90423341816061549dd4d439"
        + "35b48a5457384aaa83"

    static let ed25519Key = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAE+0++E5btQyY+0c/10CBt4LquJ6m7/tftDeS69csJ+E=
        -----END PUBLIC KEY-----
        """

    static let ed25519Signature =
        "658bd1a3ca3189c097e0e4bda23d061aeedefeebf71db4d634adaa31a9ba09afd8abea8fd32403204e16f53b9adc44fe76cef0f791f66b"
        + "fa22f8a349db77da0d"

    static let shortRSAKey = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDLw8NGuG4SXv+mvaC0bqnhG49j
        28Y3UUfrSTYBXaEAoBZO1ZFsenpFKvMuL+WPb0ZUXa7aQSZ3qFvzzDwZep3vaPhg
        DWCfjSmYJRHh8sDZxeOjHQVF8loE6kXsDHZDYyNbHS8FIU/NjKaibNt4gQgoygBO
        4PwGfYirLHeQ02lZ/QIDAQAB
        -----END PUBLIC KEY-----
        """

    static let p384Key = """
        -----BEGIN PUBLIC KEY-----
        MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAENIZSq5rfrly/mO3o4TpB+5pYTrnWpTCh
        mREouwXtm371dVMR1k5yUKZZ+v9IvnF+UZBRxvXtmLP1zoIwfiE+Bx3R++ryKAwQ
        aiNr9FXAT67PhDGC5kdxNrhywEPyAt3s
        -----END PUBLIC KEY-----
        """

    static let k256Key = """
        -----BEGIN PUBLIC KEY-----
        MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEFrS/XhsLDHctxW3DAJczgLz5V9OZ3/dG
        1kpfFYkWny1MOMs5ebLqAfTLcJ+8Gchjffr7bmex4mbC52yn2wQNlQ==
        -----END PUBLIC KEY-----
        """

    static let p256DER =
        "3044022016beb69132571a97d1048c381640b84aeafed033dbe94487bfcf9564bfd3317002203f33626e9c31a8fdff7e748c723916456a"
        + "211b0d2dd80015f0b0b120b8c7ca18"
}
