"""The whole matrix as data."""

from tests.contract.matrix.instance_rows import INSTANCE_ROWS
from tests.contract.matrix.memo_rows import MEMO_ROWS
from tests.contract.matrix.user_rows import USER_ROWS

TABLE = (*MEMO_ROWS, *USER_ROWS, *INSTANCE_ROWS)
