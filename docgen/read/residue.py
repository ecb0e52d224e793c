"""What the web, a printer or a copier left in a draft: whole lines that are no text of it."""

from __future__ import annotations

import re
from typing import Final

from docgen.manuscript import AsideKind

_LONGEST: Final = 120
"""Characters of a line that may be residue as a whole."""

_PAGE: Final = re.compile(
    r"[-－—–―•·]{1,2}\s*[0-9]{1,4}\s*[-－—–―•·]{1,2}"
    r"|第\s*[0-9]{1,4}\s*页(?:\s*[,，/]?\s*共\s*[0-9]{1,4}\s*页)?"
    r"|[0-9]{1,4}\s*/\s*[0-9]{1,4}|[0-9]{1,3}"
)
_ABOUT: Final = (
    "推荐人|来源|文章来源|稿件来源|稿源|信息来源|作者|发布时间|发布日期|发布人|发布者|更新时间|"
    "阅读|阅读量|浏览|浏览量|点击|点击数|点击率|人气|字号|字体|字体大小|访问次数|浏览次数|阅读次数|"
    "点击次数|所属栏目|标签|TAGS?|tags?|评论|分享到"
)
_RESIDUE: Final = re.compile(
    r"(?:当前|您的?|你的|您现在的)(?:所在)?位置(?:\s*[:：>＞].{0,80})?"
    r"|(?:网站)?首\s*页\s*[>＞»›/|].{0,100}"
    r"|[（(]?原(?:文)?(?:标题|题)(?:为)?\s*[:：].{0,90}"
    rf"|(?:{_ABOUT})\s*[:：].{{0,60}}"
    r"|.{0,30}(?:发布时间|发布日期|阅读次数|浏览次数|点击次数|点击数)\s*[:：]?\s*[0-9].{0,40}"
    r"|(?:上|下)一[页篇](?:\s*[:：].{0,110}|[\s0-9|]*(?:下一[页篇]|尾页|末页))?"
    r"|返回(?:首页|顶部|列表|目录)|(?:相关|热门|推荐|延伸|精彩|最新)(?:文章|阅读|推荐|链接|范文|信息)(?:\s*[:：].{0,60})?"
    r"|猜你喜欢|大家都在看|赞助商(?:链接)?|广告(?:位)?|分享到.{0,30}|(?:收藏|打印)本[页站文].{0,10}|关闭窗口"
    r"|(?:[【\[（(](?:打印|关闭|收藏|大|中|小|字体|返回|评论)[^】\]）)]{0,6}[】\]）)]\s*)+"
    r"|.{0,30}(?:预览结束|(?:获取|查看|阅读|展开|下载)(?:完整)?(?:全文|原文|更多)|定制代笔|代写|代笔|"
    r"请联系(?:老师|客服|QQ|微信)|加微信|扫码(?:关注|下载)|转载请注明|未经授权|版权(?:所有|声明|归)|"
    r"免责声明|本文(?:由|来自|来源于|转自|摘自)|内容来自|范文网|文库网|文秘网|公文网|www\.|https?://|[0-9A-Za-z]\.(?:com|cn|net)\b).{0,90}"
    r"|(?:!?\[[^\]]{0,80}\]\([^)]{0,200}\)[\s|]*)+"
    r"|[\s:+-]*\|[\s|:+-]*"
    r"|[\[【(（]?\s*(?:page|PAGE|Page)\s*[0-9xX]{1,4}\s*[\]】)）]?"
    r"|</?[a-zA-Z][^>]{0,200}>|&(?:nbsp|emsp|ensp);(?:.{0,20})"
)
_STAMPED: Final = re.compile(
    r"(?:更新)?时间\s*[:：]\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2} [0-9]{1,2}:[0-9]{2}:[0-9]{2}.{0,40}"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?\s*(?:来源|作者|编辑|阅读|浏览|[0-9]*人已围观).{0,60}"
    r"|您访问的链接即将离开.{0,60}"
    r"|(?:主办|主管|承办)(?:单位)?\s*[:：].{0,60}(?:ICP备|公网安备|技术支持|承办|联系电话).{0,100}"
    r"|技术支持\s*[:：].{0,60}|.{0,60}(?:ICP备|公网安备).{0,80}"
    r"|.{0,60}(?:网友上传|小编(?:为|整理|收集|精心)).{0,60}"
    r"|[（(](?:未完，?,?全文共|请认真阅读下面).{0,40}"
)
"""What a site prints at the head or the foot of a page, though it ends in a full stop."""
_SOURCE: Final = re.compile(
    r"来源\s*[:：]\s*(?![^\s]*(?:网|报社|日报|晚报|公众号|客户端|微信|头条))[^\s:：|]{2,40}"
)
"""Where a table or a figure has its numbers from; a page of the web says it of itself."""
_SEPARATOR: Final = re.compile(r"[-=*_~·.—─━\s]{3,}")
_CRUMB: Final = re.compile("[>＞»›]")


def kind_of(text: str) -> AsideKind | None:
    """What is wrong with the line as a whole: a page number, residue; None when it is text."""
    if len(text) > _LONGEST:
        return None
    if text[0] in "-－—–―•·第0123456789" and _PAGE.fullmatch(text):
        return "page"
    if ("。" not in text and _RESIDUE.fullmatch(text)) or _STAMPED.fullmatch(text):
        return "residue"
    if len(_CRUMB.findall(text)) > 1 and not re.search("[。，；]", text):
        return "residue"
    return None


def names_a_source(text: str) -> bool:
    """Whether the line can say where the numbers of a table or a figure are from: 来源：县统计局."""
    return _SOURCE.fullmatch(text) is not None


def is_separator(text: str) -> bool:
    """Whether the line is drawn with signs: it divides and says nothing."""
    return not text[0].isalnum() and _SEPARATOR.fullmatch(text) is not None
