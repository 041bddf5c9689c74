import HearthCore
import IM

extension GroupAudiences {
    /// Where there are no groups.
    public static var none: GroupAudiences { GroupAudiences { _, _, answer in answer(nil) } }
}
