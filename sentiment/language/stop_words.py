"""Words that say nothing about a review: articles, pronouns, prepositions, auxiliaries.

Compact lists for the large languages. Negations and words of degree ("not",
"never", "without", "too") are left out on purpose: they carry the complaint.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_STOP_WORDS: Mapping[str, str] = {
    "en": "the a an and or but if of in on at to from by for with as is are was were be been "
    "being am it its it's i i'm i've me my we our us you your he his him she her they their them "
    "this that these those there here have has had do does did will would can could should so "
    "than then which who what when where how just also about into out up all any some one more "
    "other",
    "de": "der die das den dem des ein eine einen einem einer eines und oder aber wenn als von in "
    "im an am auf zu zum zur aus bei beim mit für ist sind war waren sein bin wird werden wurde "
    "ich mich mir mein meine wir uns unser du dich dir er ihn ihm sie ihr es sich dies diese "
    "dieser dieses da hier hat habe haben hatte hatten kann können man so auch nur noch wie was "
    "wer wo dass daß um über nach vor durch bis",
    "fr": "le la les l un une des du de d et ou mais si en dans sur à a au aux par pour avec "
    "comme est sont était étaient être été suis il elle ils elles on je j me m mon ma mes nous "
    "notre nos vous votre vos tu te ton ta ce c cet cette ces ça cela se s son sa ses leur leurs "
    "y qui que qu quoi où ont ai avez avait avoir fait plus tout tous toute",
    "es": "el la los las lo un una unos unas de del al a y e o u pero si en con por para como es "
    "son era eran ser fue fueron está están estar estaba yo me mi mis nos nuestro tú te tu tus él "
    "ella ellos usted ustedes se su sus le les este esta esto estos estas ese esa eso que qué "
    "quien cuando donde hay ha han he había muy más ya también",
    "pt": "o a os as um uma uns umas de do da dos das em no na nos nas e ou mas se com por para "
    "pra como é são era eram ser foi foram está estão estar estava eu me meu minha meus minhas "
    "nós tu te seu sua seus suas ele ela eles elas você vocês lhe este esta isto esse essa isso "
    "que quem quando onde há tem têm tenho tinha ter ao aos à às pelo pela muito mais já também",
    "it": "il lo la i gli le l un uno una di del dello della dei degli delle a al allo alla ai "
    "agli alle da dal dalla in nel nella nei con su sul sulla per tra fra e ed o ma se come è "
    "sono era erano essere stato stata ho ha hanno abbiamo aveva avere io mi me mio mia noi ci "
    "nostro tu ti lui lei loro si suo sua che chi cosa quando dove questo questa questi quello "
    "c'è anche molto più",
    "nl": "de het een en of maar als van in op aan te naar uit bij met voor door is zijn was "
    "waren ben wordt worden werd ik me mij mijn we wij ons onze je jij u uw hij hem zij ze hun er "
    "hier daar dit dat deze die heeft heb hebben had kan kunnen zal zou wat wie waar hoe ook om "
    "dan nog wel",
    "pl": "i a oraz lub ale jeśli w we z ze na do od po za o u przy przez dla jak jest są był "
    "była było były być ja mnie mi mój moja my nas nam ty ci on ona ono oni ich jego jej się ten "
    "ta to te tego tej tym tych tam tu który która które co kto gdy gdzie że czy już też więc mam "
    "ma można",
    "ru": "и а но или если в во на с со к ко от до по за из у о об для при через как это этот эта "
    "эти то тот та те есть был была было были быть я мне меня мой моя мы нас нам ты вы вас вам он "
    "она оно они его её ее их им себя что кто когда где который которая так же уже ещё еще бы ли",
    "uk": "і й та а але або якщо в у на з із зі до від по за о об для при через як це цей ця ці "
    "то той є був була було були бути я мені мене мій моя ми нас нам ти ви вас вам він вона воно "
    "вони його її їх що хто коли де який яка так же вже ще би чи",
    "sv": "och eller men om i på av till från med för vid som är var vara varit blir blev jag mig "
    "min mitt mina vi oss vår du dig din ni er han hon den det de dem sig sin en ett detta denna "
    "dessa här där har hade kan kunde ska skulle att när vad vem hur så också även",
    "no": "og eller men om i på av til fra med for ved som er var være vært blir ble jeg meg min "
    "mitt mine vi oss vår du deg din dere han hun den det de dem seg sin en ei et dette denne "
    "disse her der har hadde kan kunne skal skulle å at når hva hvem hvor så også",
    "da": "og eller men om i på af til fra med for ved som er var være været bliver blev jeg mig "
    "min mit mine vi os vores du dig din jer han hun den det de dem sig sin en et dette denne "
    "disse her der har havde kan kunne skal skulle at når hvad hvem hvor så også",
    "fi": "ja tai mutta jos että kun niin kuin se ne sen sitä siitä siinä tämä tämän tätä nämä "
    "tuo minä minun minua mä sinä sä hän hänen me meidän te he on ovat oli olivat olla ollut olen "
    "ole joka jotka mitä mikä kuka missä myös sekä vaan jo nyt",
    "tr": "ve veya ya ama fakat eğer bir bu şu o da de ki mi mı mu mü ile için gibi kadar ben "
    "bana beni benim biz bize bizim sen sana siz size onu ona onun onlar var olan olarak oldu "
    "olduğu ne nasıl her daha en çok sonra önce",
    "id": "yang yg dan atau tapi tetapi jika kalau di ke dari pada untuk dengan dgn oleh sebagai "
    "adalah ini itu saya aku kami kita anda kamu dia ia mereka nya ada akan sudah telah sedang "
    "bisa dapat juga saja lagi karena seperti apa siapa dimana mana lah pun sih",
    "ms": "yang dan atau tetapi jika kalau di ke dari pada untuk dengan oleh sebagai ialah adalah "
    "ini itu saya aku kami kita anda awak dia ia mereka ada akan sudah telah sedang boleh dapat "
    "juga sahaja lagi kerana seperti apa siapa mana lah pun",
    "ar": "و في من على إلى الى عن مع أن ان إن كان كانت هو هي هم أنا انا نحن أنت انت هذا هذه ذلك "
    "تلك الذي التي ما كل قد أو او ثم لكن حتى كما بعد قبل عند له لها به بها فيه فيها يا أي اي",
    "fa": "و در به از که با را این آن برای تا بر است هست بود شد شده می‌شود من ما تو شما او آنها "
    "هم یا اما ولی اگر یک هر چه کرد کرده دارد داره های می",
    "ur": "اور یا لیکن اگر میں سے کو کا کی کے پر تک نے یہ وہ ہے ہیں تھا تھی تھے ہو ہوں میرا میری "
    "ہم آپ اس ان جو کہ بھی ایک",
    "hi": "और या लेकिन अगर में से को का की के पर तक ने यह ये वह वो है हैं था थी थे हो हूँ मैं "
    "मेरा मेरी हम आप इस उस इन जो कि भी एक ही तो",
    "mr": "आणि किंवा पण जर हा ही हे तो ती ते आहे आहेत होता होती होते मी आम्ही तू तुम्ही त्या या "
    "एक की च मध्ये साठी",
    "bn": "এবং ও বা কিন্তু যদি এই সেই এ এটা এটি সে তার তাদের আমি আমার আমরা আপনি আপনার তুমি তোমার "
    "যে কি হয় হয়েছে ছিল আছে থেকে জন্য করে একটি একটা আর",
    "ro": "și si sau dar dacă daca un o unei unui al a ai ale de din la în in pe cu pentru prin "
    "este e sunt era erau fi fost eu mă ma îmi imi meu mea noi ne tu te voi el ea ei ele își isi "
    "se să sa lui lor acest această aceasta acesta care ce cine când cand unde am are au avea că "
    "ca mai",
    "hu": "a az és vagy de ha hogy egy ez azt ezt ezek azok is van vannak volt voltak lesz én "
    "engem mi minket te ti ő ők ki mit aki ami amit ahol mint meg el be fel le csak már még itt "
    "ott akkor",
    "cs": "a i nebo ale pokud když v ve na z ze do od po za o u při pro s se si jako je jsou byl "
    "byla bylo byly být jsem jsme já mi mě můj my nás ty vy on ona ono oni jeho její jejich ten "
    "ta to tento tato toto který která které co kdo kde že už také tak",
    "sk": "a i alebo ale ak keď v vo na z zo do od po za o u pri pre s so sa si ako je sú bol "
    "bola bolo boli byť som sme ja mi ma môj my nás ty vy on ona ono oni jeho jej ich ten tá to "
    "tento ktorý ktorá ktoré čo kto kde že už tiež tak",
    "el": "ο η το οι τα του της των τον την τους τις και ή αλλά αν σε στο στη στην στον στα στις "
    "από με για ως είναι ήταν εγώ εμένα μου μας εσύ σου σας αυτός αυτή αυτό αυτά ένα ένας μια μία "
    "που ποιος τι όταν πως ότι να θα έχει έχω είχε",
    "he": "של את על אל עם או אבל אם כי זה זו זאת הוא היא הם הן אני אנחנו אתה אתם היה היתה הייתה "
    "היו יש גם כל מה מי איך כמו לי לו לה לנו שלי שלו",
    "vi": "và hay hoặc nhưng nếu của ở trong trên từ đến cho với là thì mà được bị tôi mình chúng "
    "ta bạn anh chị em nó họ này kia đó các những một cái có đã sẽ đang cũng như gì ai khi nên",
    "ko": "이 그 저 것 수 등 및 또는 그리고 하지만 그런데 그래서 제가 저는 나는 내가 우리 있는 "
    "있어요 있습니다 하는 하고",
    "zh": "的 了 和 与 或 但 但是 是 在 有 我 我们 你 你们 他 她 它 他们 这 那 这个 那个 就 也 都 "
    "还 又 而 被 把 给 对 从 到 上 下 里 着 过 吗 呢 吧 啊 一个 一 什么 的话 会 能 要 说 去 来 很",
    "yue": "嘅 咗 同 係 喺 有 我 我哋 你 佢 佢哋 呢 嗰 呢個 就 都 仲 又 俾 的 了 是 在 也 啲 個 "
    "一 到",
    "ja": "の は が を に へ と で も や か から まで より て た だ です ます でし まし し い う "
    "れ る られ ある いる する なる この その あの これ それ こと もの ため よう さ ん って など "
    "ので けど ね よ な ば なら たら",
    "th": "ที่ และ หรือ แต่ ถ้า ใน บน จาก ของ กับ ให้ ได้ เป็น คือ มี อยู่ จะ ก็ ว่า นี้ นั้น ผม "
    "ฉัน เรา เขา มัน คุณ ครับ ค่ะ คะ นะ จ้า แล้ว ด้วย ไป มา การ ความ",
}


@cache
def stop_words(language: str) -> frozenset[str]:
    """The stop words of a language, lower case; empty where there is no list.

    >>> "the" in stop_words("en"), "not" in stop_words("en"), stop_words("xx")
    (True, False, frozenset())
    """
    return frozenset(_STOP_WORDS.get(language, "").split())
