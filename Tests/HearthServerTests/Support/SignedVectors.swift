/// Keys and JWTs that Python's `cryptography` made; those that are good end in the year 2100 and name alice.
enum SignedVectors {
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

    static let shortKey = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDLw8NGuG4SXv+mvaC0bqnhG49j
        28Y3UUfrSTYBXaEAoBZO1ZFsenpFKvMuL+WPb0ZUXa7aQSZ3qFvzzDwZep3vaPhg
        DWCfjSmYJRHh8sDZxeOjHQVF8loE6kXsDHZDYyNbHS8FIU/NjKaibNt4gQgoygBO
        4PwGfYirLHeQ02lZ/QIDAQAB
        -----END PUBLIC KEY-----
        """

    static let p256Key = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7zStYynQt8i/yyg9gmD4s7BE1dPY
        WmH9wsa5oIcXYSfuuk4l3ko8j8f5MSLTuwzpNyHH5rpk4oXptKJEGSOrbQ==
        -----END PUBLIC KEY-----
        """

    static let p384Key = """
        -----BEGIN PUBLIC KEY-----
        MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAENIZSq5rfrly/mO3o4TpB+5pYTrnWpTCh
        mREouwXtm371dVMR1k5yUKZZ+v9IvnF+UZBRxvXtmLP1zoIwfiE+Bx3R++ryKAwQ
        aiNr9FXAT67PhDGC5kdxNrhywEPyAt3s
        -----END PUBLIC KEY-----
        """

    static let k1Key = """
        -----BEGIN PUBLIC KEY-----
        MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEFrS/XhsLDHctxW3DAJczgLz5V9OZ3/dG
        1kpfFYkWny1MOMs5ebLqAfTLcJ+8Gchjffr7bmex4mbC52yn2wQNlQ==
        -----END PUBLIC KEY-----
        """

    static let edKey = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAE+0++E5btQyY+0c/10CBt4LquJ6m7/tftDeS69csJ+E=
        -----END PUBLIC KEY-----
        """

    static let rs256 =
        "eyJhbGciOiAiUlMyNTYiLCAidHlwIjogIkpXVCJ9.eyJuYW1lIjogImFsaWNlIiwgImV4cCI6IDQxMDI0NDQ4MDB9.r4esnKHV_EEuQ846Y3Aq"
        + "vkK1P29hB3myDUHLA9FtjPOZgqA_sgXfl-d51u7aE0xux6jVweFVv-O8InQGQk_oXNr6tM5ECw6M-ON0HVRqFVkT1QRmaQ75_EKlVpPErxLePd"
        + "zfWnAy68cdJtSTvTmzhs_eOu6GAx-zHRrOaFdfBCtpCPkGBOVJaIjR0S8UUO_xjX-tpl0fhA7te3pjYEkeFKh3kRE-NghRaHJ6NvLeT10Pkbs1"
        + "cxWcyXTRbS3Rd-9ue9NWhBa-lCgOhcNZ9IEZfdmxHttWRa8FJWT2A4rzblJkkltYPPWvNAx-mBCWv061mi4QOcd21cl_6TRh41bwgw"

    static let es256 =
        "eyJhbGciOiAiRVMyNTYiLCAidHlwIjogIkpXVCJ9.eyJuYW1lIjogImFsaWNlIiwgImV4cCI6IDQxMDI0NDQ4MDB9.oasucyuuFsicBDiAncjn"
        + "qVg_Rtrih13yVAMtqVEsO1X8T6OAFbvRp2i3oAxWh2f9HhH4vmePW77MFgFxFiRyAg"

    static let eddsa =
        "eyJhbGciOiAiRWREU0EiLCAidHlwIjogIkpXVCJ9.eyJuYW1lIjogImFsaWNlIiwgImV4cCI6IDQxMDI0NDQ4MDB9.wIKwYryv1wtHKLBO4fQp"
        + "ih2ufyeZPVlf8pgI9p5oXIVGeDjmi6Gg7LZ4lVyvDzWV6h3wdJ769rY3yEvHAFn6CQ"

    static let hs256WithPublicKey =
        "eyJhbGciOiAiSFMyNTYiLCAidHlwIjogIkpXVCJ9.eyJuYW1lIjogImFsaWNlIiwgImV4cCI6IDQxMDI0NDQ4MDB9.Hy3HGOL0H1M6z6XH6RrO"
        + "idrdhcO7hIxrA4_r4jnWlwU"

    static let hs256WithStripped =
        "eyJhbGciOiAiSFMyNTYiLCAidHlwIjogIkpXVCJ9.eyJuYW1lIjogImFsaWNlIiwgImV4cCI6IDQxMDI0NDQ4MDB9.jF3pf67DFRQgWl-cd1zg"
        + "LsrODAvkPJ5JrgCWiHpeOfU"

    static let none =
        "eyJhbGciOiAibm9uZSIsICJ0eXAiOiAiSldUIn0.eyJuYW1lIjogImFsaWNlIiwgImV4cCI6IDQxMDI0NDQ4MDB9."

    static let rs256SaidES256 =
        "eyJhbGciOiAiRVMyNTYifQ.eyJuYW1lIjogImFsaWNlIiwgImV4cCI6IDQxMDI0NDQ4MDB9.uc4b--QTGAsowNaEEJ0y9BXlTQbMXqCwr_Miw7"
        + "stJlKIW2_GsDas00EDshBvH3BKYXeLJwbtAPneiavDJW4b85cg1JCubDw4P3Wq-mhArgc_TLefbKWRTQyvi7jiQjuyAcqQcUmN1lZIKVQ_gcYu"
        + "is5Li-78PUoSH0VPlO1EeuyHK0GuecpRwGddm2PIkifxKeaajzFNWH6mP1TDKvkjFQP-7Fdbpalwx8ozVGaOoqe7_QQwZVmN7jzU75s_WQssOo"
        + "aySlmFwEmeK4ePzfM8TPvHuLM3gihFv4VIptTHzAWl-xfonjhM7iHhQqcUwk007gb4jKlceiiJzoIZFTvsCg"

    static let crit =
        "eyJhbGciOiAiUlMyNTYiLCAiY3JpdCI6IFsiZXhwIl19.eyJuYW1lIjogImFsaWNlIiwgImV4cCI6IDQxMDI0NDQ4MDB9.n3zf8EqLS9IDUDze"
        + "SZtQ_tCZyj1puiWVMTv98qNadJEJAuy_ibgzAAOIcZ4dGym5tU8k6ziyJw1Onl8ZJZoCT1jD5o0cwwZ0rFiGD72gx_oKkIG6QDlvNPzPnYu_4d"
        + "V-U3toNswh7PiGtnoUPPuwuRQDWsd6pQgwL6oEg-iVgsaXwGXyyDEX_qIAiIq9723aawGJJgJcgAdLgK76vCt5IWceQtKxDtE1rD86oz2TVsaY"
        + "JLDmqSBHSzb-iJrkg_pO8UPKxIhR4kNMaugO1xs6vXkEcugqXR3hgWcvNO2z6Kz5GXlN79hLocPuXLDmmfZb-oA_AnNzGtXceuE16DEHmw"

    static let times =
        "eyJhbGciOiAiRWREU0EiLCAidHlwIjogIkpXVCJ9.eyJzdWIiOiAiYWxpY2UiLCAiZXhwIjogNDEwMjQ0NDgwMC41LCAibmJmIjogMTcwMDAwM"
        + "DAwMH0.Gtvb-2ISL5g57cmEWbvj7vEYELoJx1LtMgNqd7UMUVtccNpqWLZwVA9JyJ5RgDJoQUKQhOUykFi2C371ImweAg"

    static let textExp =
        "eyJhbGciOiAiRWREU0EiLCAidHlwIjogIkpXVCJ9.eyJzdWIiOiAiYWxpY2UiLCAiZXhwIjogIjQxMDI0NDQ4MDAifQ.2LWP_dwycQMfvZlNwn"
        + "jKGlW1C-qC6whDjKzM9vT_p-5IcaWPc02wWr3ycltEJoZaJQqQsnb5JKZ4qC8QSSrgCQ"

    static let noExp =
        "eyJhbGciOiAiRWREU0EiLCAidHlwIjogIkpXVCJ9.eyJzdWIiOiAiYWxpY2UifQ.Lb9vKENy62WyTykPPZXq57BqhDOVkaAGO7x0-BYlzOP3yI"
        + "JrLzIucds3AFDcznO8nrXB1mx4OsmjvHiQL1nSAQ"

    static let hugeExp =
        "eyJhbGciOiAiRWREU0EiLCAidHlwIjogIkpXVCJ9.eyJzdWIiOiAiYWxpY2UiLCAiZXhwIjogMWUrMzAwfQ.ALxbqN-tV5PiTe0O-4NfB-RGhV"
        + "gpw2jm7rxf054zFQwm2g-JVU3UzjuBdbWgztSmZCOON3GCxr5sp-l9ZMh0Cw"

    static let derES256 =
        "eyJhbGciOiAiRVMyNTYiLCAidHlwIjogIkpXVCJ9.eyJuYW1lIjogImFsaWNlIiwgImV4cCI6IDQxMDI0NDQ4MDB9.MEYCIQDoy-zpvvHHVnUU"
        + "WGSYMo2NjyRqOFDEhPVQuLLT6pv6SwIhAL-Cawvv4e7B2vrBRvI8t4Z2hjoVPQ6nOcYCeVtNb7Ge"
}
