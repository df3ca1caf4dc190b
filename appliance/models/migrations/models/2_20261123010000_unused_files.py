"""An index for the files that hang on no memo."""

from tortoise import BaseDBAsyncClient

from appliance.models.statements import run

_NAME = "appliance_idx_attachment_creator_memo_update_time_id"
_PLAIN = (
    f'CREATE INDEX "{_NAME}" ON "appliance_attachment"'
    ' ("creator_id", "memo_id", "update_time", "id")'
)
STATEMENTS = {
    "sqlite": (_PLAIN,),
    "postgres": (_PLAIN,),
    "mysql": (_PLAIN.replace('"', "`"),),
}


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Make the index, unless a start on MySQL was cut off right behind it."""
    if db.capabilities.dialect == "mysql":
        _, rows = await db.execute_query(
            "SELECT 1 FROM information_schema.statistics"
            " WHERE table_schema = DATABASE() AND index_name = %s",
            [_NAME],
        )
        if rows:
            return "SELECT 1"
    return await run(db, STATEMENTS)


async def downgrade(db: BaseDBAsyncClient) -> str:
    """Going back would drop what people wrote: restore a backup instead."""
    raise NotImplementedError


MODELS_STATE = (
    "eJztXWFz2zbS/isYfWlvRs0ktuPkTT7Zqdvz+6ZOx3avd5N0JIiEJJwogkdAVtS++e+HBU"
    "kJlEAJlCiJojGTmVgEFqKeBcF9Fovdv1pj5pOAv/iNk7j1Dv3VCvGYyD9y19uohaNocRUu"
    "CNwLVEfZElAceqQzyfr2uIixJ2RrHwecyEs+4V5MI0FZCDJXIcKexyaheIG6IAbf2kWUIy"
    "o4iia9gHoIriEc+shj4wjHhKPeTBDUZ7H64wV8lc88+V00HFQ66iSk/5mQjmADIoYKl89/"
    "yMs09MlXwuHj51bM5M+Hi37rD2iMRp0+JYGfA1E2yiZ1vSNmkbp2TQe3ofhJ9YVf0Ot4LJ"
    "iMw0X/aCaGLJwL0FDA1QEJSYwFgW8Q8QRQDSdBkKohAzq59UWX5J41GZ/08SQA3YB0cgOL"
    "a61O5+7TY+fh5rHTaa3oLZPQQE8veSwEnctb5QqAAdzCD/9zdnZ+/ubs5fnl29cXb968fv"
    "vyreyr7ne16c235GYWaCVDKcxuf769e4QbYnJiJfMOLnxTMljgREqpZoF+NgVWdfBhiGOz"
    "BnSZJT3IH7ishwz1+ipijL92AhIOxFB+PHv9eg3I/7i6//D3q/vvZa+/5aG+S5vOkjZAfY"
    "Fy9iDkEX4Y4yAonOeZzOaZboNwdmEB8WLZOdxkPz97czmf3vBh3YR++OXq48dsBi+w5EL+"
    "7LJgzoUOh+ar+kNJxpgGq1A+kq8FMM4FqnnsbWBstfaE4xq4Hm/+qRbSMef/CfSH+/tfrv"
    "6pnvvxLG35+Onu56y7thh8+Pjpeglsn/IowLOOebUtxnxZzkFfGnr8JF9/cWcSl5rseSkH"
    "e/kZr91mmQmfF3PAlwY+wpxPWex3hpgPy0C/IujALw2+FxMJTUdQ0zK/jtgsCTbJ7jsIyd"
    "FITeRvp4IlQaeCUioAit8faTQTLvSwN5piuaSstLAzVtR3tWl8Nl6+gkM8UHDC74YbTt0x"
    "v5KYsxAHV55HOH9kIxK2DF4bU7e2nRMnSkU7WMl2xFx4s1cHqc7Kl5I0cOVpkYPz94iFwU"
    "w5Yh7+fvXD2etLREM0JF/BPTMikTC4c3YezsaPA4S/k/hdnCunvq4cE/xrvDhG9E/fgXN+"
    "aeG/Ob8sdN9AU/51oh6xAluqGN+8VONgvrywgPnyohBmaHJ0wVmsz9dcynnivkY03kYFS4"
    "JbqSBdRJ63BgLMBezObaGDFVGnha2Z28LSLMHaFkJuCdqNseU1saqGn1hM6CD8PzJTqriV"
    "9w2MyAD90t74iangWzbHsquLBzTG0zn10aee/O3yFxORmIVXDx+ufrxpfTsOBb4n/ZjwYS"
    "H3zbW37UhvnMiUIbufQpLyU9ZHGHHJlWXLC3SFYgYbcr5kqATJKTTjbcQZEkMsFF+NiQQW"
    "aGrIBPWIv0p8qx3ahgSnX9FxDNgx4NrBv2cGfFTz1OLd0NSprkeQiO042pKgM0231YC2/p"
    "dSQF7OGahVGagprhXYqA+LkU5MEbZman4O1slSzbA3GKmaWmzsU20+2GzDcDlFiP8DDZFP"
    "nqQhKIEbEtl9TIMZ2JSpuZsYmTyxH/ssCNg0sSyluBQ27chUOHLJzRnliOCEhMly78zUmp"
    "qpoDH5OCT42fq581LOzV0+Csz35XPHyzAETaQBgO97A8ftIxzdSF16A5TSwqqsU4RzZJ8G"
    "9M6R3UxH9i9kzFoGbqCuWxKDcdbXghWETMjrLEYYzr6NpbH1Tv4JI6ApFUP5N5yHg8Nzj3"
    "KN5Eh+QCRi3hBxIjH2uYkQVDOoDRcIKBfwte30ncoynT5RTns0oGKWPD2+1PaIzFpyhJyU"
    "bb91o6dBlJuHX9MxoqHkUIZ7SJDSgtHgYv5unIO+vszHOej346B3pvfxLT4XdH5sFSzeFa"
    "UUkBM7HPwvG4W99jLfZvY79HfbnHKHolsVHYrWrNAyYOrGa3P2WKsANG/0l8E0L+lmqX7E"
    "c06QlpZaxgKCQzOeC6ElLHtSal9gzq8cdgvh+tOnj7kthOvb5T2C3365vrn//pUys2UnKg"
    "oW1yHmnYCGo5Jo62IO75J4C8xHHVhTtwA9J+uQL4m8x3wTgdkEeibm8C6JNw0hyxb4W9XE"
    "NexPbsTeNITTQwk9xARMDVMw0drQOk2qMcbJoTcsmYfhTjuB/E9MTEvPTwHDRUa3SXpJFX"
    "0QPz0DfA2yP3767frjDfr1/ubD7cPtpzv1EGTxEEljfsLf31x9LMSdhYNdgNfFHfJlkI8C"
    "7JEhC3zT/mRxHFCR/FZe8tOBfi8hQQIPDO/bYuyz/gcMBvr8R6spYFNhyoK4Bu1MoAGxV4"
    "cGm4c0ikipAENNxAFe/hA9C0XJiE5N5HCAN2j1TvHr9OEdaPCFbURek3QK2DZxBCsf55aX"
    "cxueW7OnXDSMPf45sQbtVhw30DCd1QYe5WINc7GG+cffHG64OssrwDWLGjytyW0La+6prl"
    "sQ5yMetAriOKGpbR/K2RFpf4twThVj2WeT0Ee9mTpdJYXfIw/HMSUcTeHoFWwUcKRiQFTq"
    "vJiAPjwhJUzBnFUMaQjl/NxSvy1R3kjOtASBQRLKmAvy1FvbaMuYz+JBCsVcTGUtYyozTZ"
    "bZWM9kmmR6VbGrnj4NtvGpafdGcIelCNWzlzYhqmcvi2NUoc3RhRosHS60yYU2nRiupxXI"
    "27h1QjNF7cHXhBz0VfkUsrNrhyG+dVOBLfPVpl6deO+VENgbwnm/loH6aq1tO/aL8xIW/L"
    "dPA5IkyAOI1BlEYKwhE2hGJB1VNFYwSVKNXLesuM0RRX2ZYJyqezUc4ls6FGM+6aeNVdC/"
    "F7Cey9h37DeLOxDoDgQ+j1e5OxBYKxXM3zAr+BfvjWkijTmNdvbq4s3F2/PLizna8yvrQF"
    "4FFCyCsgUMdZlGuMoOHjgFaJV4S2b9GwH2AarzcvpnyRU6k3BL8/YnVof47PVlmWm9kGjg"
    "xK4+G5tcj6FMd1BwdG1Nkd9lQRcNuEUFzlnAcKmYNE3kgID/9a0pkGdUv9RCrgk1aGvjwE"
    "u529d7jv76Zzv1XQjg4UMAD7sPUrOpXdk2yPLrsgJEr9NhmomoZh7kEL2/eXi8v/3weKyd"
    "JYW6YU8p04bNblI2ATbvI13PBGSlFCqO8QXqcvnkyvvqIvh2rrLbwyUp2Y1Jn8REDt9Vl0"
    "dkBjWHqaFycVWDbt5zcls/tdz6SRVeygOwEHEuAAsXwPzBKcNDc0KNgPngZy+dP9H5E4+7"
    "oeyKOzRwisfS/sRbVSheltwT4W+mEbPC949n838YTsJRq8DwTxpLWP8dby5hEUsWUeKl0W"
    "AgLM3wSIAdDiY5GHk9DHLyQnLuSXbsZnvpXVNw2c7jGU9R6Q7deXiZIwR1eZbWEYKTCdbY"
    "vyYqi9cozEpxTUMczwre2IV5KXpA2k8Q1nVzFex3nQFIG+j69u7q/l9mCpD1l1NPDGI1UO"
    "v6X483V3XYjqob7rVwyh/W01k3Fezq6jx6fVAhkp9nqA8qsmNpdvVBF92tKtenAi/QnfJI"
    "SkvEwxEVUkBV6AE7ZUpj8h0HjyRvIwZWSNLGJtJgmRqqg1Y47g6OT3MEXzFTrjZ6r0Zx11"
    "XR5GKj5gkHk1Lut7mAc71Zut5qws8+sIk0m2LTSpU1Wa5UntbdaqVSAu9RSJ4kUeoRqCT8"
    "J4lZG/kxiyKiMlWErMd8wymfLeSNxCu/ozsvLZFlGsiWEO3cq6NltbGe1q1gLrrn2J7tE6"
    "ntsn/g3ZH9+uLq0tBUh+Vx7fNj47j/Ax8FRvm6t1mRWX7Sc/X5bJ7IZycckHs2bZnM83mj"
    "rYGuBOztcxKKeAYxTkRqX8UxDTGX5jYF8xkNcKS8ALA5J83sGAVyIiHIJycnnaGgcCUj7u"
    "A9yL6z3AOkS1XzDDnbvOClW/yiKHjhNuFFcX5mc4T+bE2+suW3RNlzro16Cx/+wJQ5x+u6"
    "81LxwZOnN+Z8GptKcEpTel3KnRnZls9Lc2ELd4ou5bDfFvsFh+/0SJ/Fpf0qxgEapI9qXS"
    "wd3Bem6kbWGM/lHcQnFY3ZTFO8VmT2ISNUhYz2QaNc9rS2ozO1zfz2cUgkveRC3uS4B9yT"
    "PpHwPaKCo5hNUcC8EQoIpEOXtHUaU/k8AzXFAmHFT1f5bSUjVnwsaP2CVeUWRx1Y7fYrVO"
    "mNcOdza+wy9RhjPiT++iyYq50sF6tFMsyOgDHsVqsrlEQ2+Sq35bv5ooI5+t+HT3cv0K28"
    "oMKRucAzjiahoAESQ8oTlxsaMGJwyVU3rE0KzfzOapbqMrmD5M3+h8t9WY9Hcd2KeMzcl8"
    "deCw+R/dLFLBx6ri8UkCxG5RWQl3MK2FEBWxDEJUGngq1V4BJSHS0hlYKTd/7NTaeJ1pUF"
    "zcs14l37jEJwUzKhsvwUc40sCZANy9iKWuDBICYDteWe2P/vVFB/kkMfqIHHxkBceBvhAG"
    "gAFghcL+DRgJ7jdQRj98G/hF9CSC+VHCkAjFSAL/XRlMr5PgE/Sj85HQMnEJLxgc2MJ1wg"
    "2R7QJ5IUuqMiSdfyJUwYDXy/2iT6Tg7uqbDiKqjNxMhxHK1xtKZeS62jNY2c647W1EwBjt"
    "Yc8zhCSKOIlArV0UQasc4fOlqn8BT/OipTdIbfQW4D+dzMLgN6TsjBflrk8Z4EOIVnhTnO"
    "29ol6pTHutBG+tgFmS5S2fc4FFXrKnniq8EMGXRsBDYVGtcl5ltFOUJm7OFYV+1YlyvZec"
    "y0bLlHpJQKDMJOFbtFO7jqqXtMG67PVwftJmgNT3edkuvcE2mSFJo8aZulyRPr/TdaO7+D"
    "9xji9yacxBAIE444pPiDS4kre8y4CGYIh0h+/Dd9j+T4QwTTR3byDGGD1Qy5yWLKu9KyH5"
    "1M61XrSevtDKd6Gk55Fa4oothxvSLYCMLn0gg30khyuwg1UoDjao4g1EEFeyEIrgSWJao2"
    "JbCOQwtgOj9Iu4e0DLxg0WhJDNTs4XMJizgaqDuahMx3J9TvIspVlIk03H3EicRN5QmXdv"
    "17dd4niWMhEZPGvGxmoW+M0K9oVJsoFu2BySJXHBOoxbtgHRM4ZuBKjXKi7ilsxdn8xzQ5"
    "ydeIxtuoYEnQxSQ71nWiCnCsy7GuOqjAsS7HukysC4BfU+1Ab27bMS/YCNm67EG2dQKDvE"
    "fdEZkpyvTzzd3N/dVHxGL0ePXzw9oKByWGMG67qPtPFCVlXb7w+izu7TU0ClS1Av+alITE"
    "lE7ZbZ6YNk9cMYmDxoBq64/9YqIJOYuxKotxwk1ZxJxtk7dttKlXJ8PmYchi4U2M6V/mbZ"
    "YmDdf7W7iS+zSA9FBwsFFlhxIBeY8CyuEkZVprMikvKT9MhxTCQYZkhqYkJmiMfUOYSUVj"
    "bjJ4JoZoXGfw1NLgcQce9+Y5Vg9XGYNnLtAIeA9t8JCvUUw4N9ZgLcY8L+WAd5Zm3VdzZ2"
    "k209L8kUBqinhmsjTnbZaWpq/3t6vy8URCiEBWWTCmeAZnslSKUtIbMjZq541D1lcfkpyr"
    "KGCDgkIfOw4KyT66ULlPud76MfuTgFVKEqlkdNkg8Eheks1jdR0k0WO5KIjPrfSeshKAeh"
    "pZT9AnU82/z4tCZaF8wcz3GbOwifyQLnjCGcG1g3/PJnBdqu08G+NgqVRDsm6VmNq6TCOM"
    "4X17teHtVIZvZP0bAe6hmcapFBN9td91pIoaDFgIMo4EX0WzEEhd5HBYvtwvlmevLt5cvD"
    "2/vJgDOr+yDlVD2UvdArR/1+XE3Mtutwg1F6Z5TBX0aUj5cAsVLAm6MM1tNQCvukmZJX0h"
    "4Bb01cwYuGQG3oWEK+pX2rbLO0vsF4+8nFu+q/Ilp7hW4E7+fTHSiSnC1qOcn4N1cipn2B"
    "t8yppabFzK2nywiF0IEfZ92FhLcjiDk5YFPrh4sYqo/I6rtBa8zCG4asa0OQKn7RA4r63z"
    "2tYO/j17bX3KowDPOmVrSC/LOR/XNrvpcVAG87S7g3obd6I0Y+T9dJID1GVQX5V0CtgmNb"
    "Bz2hzbZTCJ/O1UsCToVLC9Clz8VE04r4ufOuH4qTsmaJ96hWmwc+1tO9IbLstYxVJFlHgE"
    "eGlIpvwFSnNdA1+F8KakwhEcIMxKHyV8Fq7KQQzMt4IxVSRVLsX2kizx0zyT6RiRZM8wIp"
    "DrdBQ4FJn2tmbSsbxriERbSijDieyU5JOBj/P83PDBJe2uz1rZXkO/XUqC55202+24ySsj"
    "+WtX4V8fkJLJNOkBqCIkpWj3cnN4z6G3ME8gvsdR66OvDUu2T5kVOifoVLB9QMTcziylgJ"
    "yYg78qep3Na0exN5deyK0Am1MoJTPWAbsJ2NyTXSfvxa0PJFvMfo3ZE/UVm17xYKz0adt5"
    "MWgq14l0QYsyF3DoPyIsCuDs/wzBrgcc2aISZIL996gr8e7TgfIlQDVnlY52yOTvRThNS2"
    "sqdVHVsJsdEM51UEvXgdu531fKgZmpDMh6ApXJNMnOqYJBufQNB90LTl5S8uviTpKjpgz0"
    "RmGnhu2q9cpXbxnsFxIO8NMqGgu2fmZTmuzNXLulrZluDmpCVsGinscmoUBY/kOZlZpsYY"
    "F1yME8xDyN8ywZM1rd0Ma8AbpNLZ8REoedSbaVpW/SZ91cXqyTMFF1tdraqbpMI9bCfZur"
    "2vNSAua8VAOBPnv92gJp2asQatXmNgRqsca4WLs6qcDF2tVkM8DF2p1wrN1vUcBw3lzNt9"
    "iyhUVvu3y4ZH72iwsaBNJQj+mTBLpUMbWtxoEIOqi/1psJ2R5QAsTBG07SQs3dXsB63Taa"
    "ymHJk2QYXMiHYUBUMJ36wil8z4Ahwd4hzhAOZ19CaTF6cKDNw6HKYqZ6Q0oIiL8TbeX4xu"
    "AZlxZPPIkgSg8aUEDwk7yLkEGl6IF1NJ5exw34Cdzz/IP+knExd/VkJc5xvicmgoXA3hBC"
    "W8u4vvJSjWAihz+D9WfZ7HCphDPFdo1M2i4s6cB28J7Thbg0Rc9t8jsWfnQVZHZnKfg1IQ"
    "f9bguQq+R5WAWscYO42ofZTKug9uHyGlMBqtfpMA1FVVtU6+Rfup+EoTkGMm1p2/mX4kXv"
    "jf6lRzj1GODklCVkqYdzOvD3lMWjLFP9Ijl94pyZDlkamUgNoY67Dwlep9+HTHmUkosqwz"
    "3BnKhBeCKTjMFRV7UoE6UL5ZsCIgdBUAuAo++VP+tLOKZBQFOvFtwL5OZn0xB5AfNG7bTo"
    "U8ggUTEc94SDoDytFwX+JhL/bdfgS3NemWI3RrX5ZGrkx6gqHXWxw+iUErA3i+nB01oufG"
    "Ah0YD0kfvOu75Y6MpN7bycm9w7GLHHMQ2uSCxfUCbTIG1Zbxos+mwyCIpVUPG5g+eyd7Jj"
    "Zt7il5w0jsxl34rXWk2kEW77AwQQwUNVAuG0ewPRffXypQW6slchuqptJe5aGHef4ABUYe"
    "C1MG89+dQT6P9VWdcTRHsNuADG+i2o5d0mAIdxMYjVKGqAo0dgf/svQAUj7w=="
)
