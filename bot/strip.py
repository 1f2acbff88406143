"""Takes out of a sentence what tells who somebody is, as far as a program can see it; the author sees what is left."""

from __future__ import annotations

import re

NUMBER, NAME, ACCOUNT = "〔号码〕", "〔姓名〕", "〔账号〕"
_DIGIT = "0-9０-９〇零一二三四五六七八九幺"
# Telephone numbers, bank cards, ID numbers: seven digits or more, however they are written and grouped.
_NUMBERS = re.compile(rf"[{_DIGIT}](?:[\s\-—–_.·]?[{_DIGIT}]){{6,}}[xXＸｘ]?")
_ACCOUNTS = re.compile(
    r"https?://[!-~]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@[A-Za-z]\w{3,}|(?<![\w-])(?=[\w-]*\d)[A-Za-z][\w-]{5,}", re.ASCII
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈"
    "项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉"
    "龚程邢裴陆荣翁荀羊惠甄曲封芮储靳段焦谷侯全班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶司韶黎白蒲邰从鄂索赖卓蔺屠蒙池乔胥苍闻党翟谭"
    "劳申冉桑桂牛尚农温庄晏柴瞿阎慕连习艾向古易戈廖终居衡步都耿满匡国文寇广东欧聂晁敖冷辛简饶空曾沙丰关相查游权盖肖付代"
)
_NOT_IN_NAMES = "我你他她它想要是的了在今住家男女和被有没问说去来把跟从就，。！？；、,.!?;：:\\s"
_TOLD = r"我叫|我名叫|名字叫|名叫|叫做|姓名[是为：:]?|名字[是为：:]?|他叫|她叫|老公叫|老婆叫|丈夫叫|妻子叫|儿子叫|女儿叫|老板叫|对方叫|本人"
_NAMES = re.compile(rf"(?P<told>{_TOLD})\s*(?P<name>(?:欧阳|上官|司马|诸葛|[{_SURNAMES}])[^{_NOT_IN_NAMES}]{{1,2}})")


def stripped(words: str) -> str:
    """``words`` without numbers of seven digits or more, accounts, and names that are announced as such."""
    words = _NAMES.sub(lambda found: found["told"] + NAME, words)
    return _ACCOUNTS.sub(ACCOUNT, _NUMBERS.sub(NUMBER, words))
