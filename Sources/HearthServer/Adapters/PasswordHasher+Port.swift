import Cryptography
import IM

extension PasswordHasher: PasswordHashing {}
